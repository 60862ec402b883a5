//! What never reaches the YAML parser.
//!
//! Bytes become text here; what would give messages that nobody understands is refused first: size,
//! encoding, control characters. It knows nothing of scenarios.

use crate::scenario::caps;
use crate::scenario::problem::{Problem, Spot};

/// The versions stand at the head of a saved result.
const HEAD_BYTES: usize = 4_096;

/// The text of a file, without its byte order mark.
///
/// # Errors
/// The first thing that is wrong with it, with line and column.
pub(in crate::scenario) fn text(bytes: &[u8]) -> Result<&str, Problem> {
    if is_saved_result(bytes) {
        let message = "this is a saved result, not a scenario";
        let help = "`kvplan compare RESULT SCENARIO` holds one against another";
        return Err(Problem::new("saved-result", Spot::Whole, message).help(help));
    }
    if bytes.len() > caps::FILE_BYTES {
        let message = format!(
            "the file is too large: {} bytes, and at most {} are read",
            bytes.len(),
            caps::FILE_BYTES
        );
        return Err(Problem::new("file-too-large", Spot::Whole, message));
    }
    let text = decode(bytes)?;
    characters(text)?;
    let directives = text.split('\n').filter(|line| line.starts_with('%')).count();
    if directives > caps::DIRECTIVES {
        let message =
            format!("{directives} lines begin with `%`; at most {} may", caps::DIRECTIVES);
        return Err(Problem::new("too-many", Spot::Whole, message));
    }
    Ok(text)
}

/// True for bytes that begin as JSON that a kvplan wrote: an object, or an array of objects, with
/// `schema_version` at its head. A scenario has no such field.
pub fn is_saved_result(bytes: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD_BYTES)]);
    head.trim_start().starts_with(['{', '[']) && head.contains("\"schema_version\"")
}

/// What can be shown of a file that was refused, for the lines beside the message.
pub(in crate::scenario) fn lossy(bytes: &[u8]) -> String {
    let bytes = bytes.strip_prefix(&[0xef, 0xbb, 0xbf]).unwrap_or(bytes);
    String::from_utf8_lossy(&bytes[..bytes.len().min(caps::FILE_BYTES)]).into_owned()
}

fn decode(bytes: &[u8]) -> Result<&str, Problem> {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(
            Problem::new("encoding", Spot::Whole, "the file is in UTF-16").help("save it as UTF-8")
        );
    }
    let bytes = bytes.strip_prefix(&[0xef, 0xbb, 0xbf]).unwrap_or(bytes);
    std::str::from_utf8(bytes).map_err(|error| {
        let good = String::from_utf8_lossy(&bytes[..error.valid_up_to()]);
        let line = good.matches('\n').count() + 1;
        let column = good.rsplit('\n').next().unwrap_or("").chars().count() + 1;
        let message = format!("the byte 0x{:02x} is not UTF-8", bytes[error.valid_up_to()]);
        Problem::new("encoding", Spot::Mark(line, column), message).help("save the file as UTF-8")
    })
}

fn characters(text: &str) -> Result<(), Problem> {
    for (line, content) in text.split('\n').enumerate() {
        let content = content.strip_suffix('\r').unwrap_or(content);
        let refused =
            |c: char| (c.is_control() && c != '\t') || "\u{2028}\u{2029}\u{feff}".contains(c);
        if let Some(column) = content.chars().position(refused) {
            let code = content.chars().nth(column).map_or(0, u32::from);
            let message = format!("a control character (U+{code:04X})");
            let spot = Spot::Mark(line + 1, column + 1);
            return Err(Problem::new("control-character", spot, message).help("remove it"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(bytes: &[u8]) -> Option<(&'static str, Spot)> {
        text(bytes).err().map(|problem| (problem.code, problem.spot))
    }

    #[test]
    fn a_byte_order_mark_is_dropped() {
        assert_eq!(text(b"\xef\xbb\xbfa: 1\n").unwrap(), "a: 1\n");
        assert_eq!(code(b"\xff\xfea\0"), Some(("encoding", Spot::Whole)));
    }

    #[test]
    fn bad_characters_have_their_place() {
        assert_eq!(code(b"a: 1\nb: \xff"), Some(("encoding", Spot::Mark(2, 4))));
        assert_eq!(code(b"a: \x1b[0m"), Some(("control-character", Spot::Mark(1, 4))));
        assert_eq!(code(b"a:\r b: 1"), Some(("control-character", Spot::Mark(1, 3))));
        assert_eq!(code(b"a: 1\t# fine\r\n\t\r\n\t# fine too\r\n"), None);
    }
}
