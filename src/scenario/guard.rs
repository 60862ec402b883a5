//! What never reaches the YAML parser.
//!
//! Bytes become text here, and inputs that would cost the parser minutes, or give messages that
//! nobody understands, are refused first: size, encoding, control characters, tabs, nesting. It
//! knows nothing of scenarios.

use super::caps;
use super::problem::{Problem, Spot};
use super::scan::Scan;

/// The text of a file, without its byte order mark.
///
/// # Errors
/// The first thing that is wrong with it, with line and column.
pub(super) fn text(bytes: &[u8]) -> Result<&str, Problem> {
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
    brackets(text)?;
    Scan::default().run(text)?;
    Ok(text)
}

/// What can be shown of a file that was refused, for the lines beside the message.
pub(super) fn lossy(bytes: &[u8]) -> String {
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

fn brackets(text: &str) -> Result<(), Problem> {
    let count = text.bytes().filter(|byte| matches!(byte, b'[' | b'{')).count();
    if count > caps::BRACKETS {
        let message =
            format!("the file has {count} opening brackets; at most {} are read", caps::BRACKETS);
        return Err(Problem::new("too-deep", Spot::Whole, message));
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
        assert_eq!(code(b"a:\n  \tb: 1"), Some(("tab", Spot::Mark(2, 3))));
        assert_eq!(code(b"a: 1\t# fine\r\n\t\r\n\t# fine too\r\n"), None);
    }

    #[test]
    fn nesting_is_counted_where_it_nests() {
        assert_eq!(code("[".repeat(33).as_bytes()), Some(("too-deep", Spot::Mark(1, 33))));
        assert_eq!(
            code("a: - - [".replace("- ", &"- ".repeat(40)).as_bytes()).unwrap().0,
            "too-deep"
        );
        let deep = "[".repeat(40);
        for harmless in [
            format!("a: '{deep}'\nb: [1]"),
            format!("a: \"{deep}\\\"{deep}\"\nb: [1]"),
            format!("a: 1 # {deep}\n# {deep}\n"),
            format!("a: x{deep}"),
            format!("a: |\n  {deep}\n\n  {deep}\nb: 1"),
            format!("- a: >-\n    {deep}\n  b: 1"),
            format!("a: text\n  {deep}\nb: 1"),
            format!("---\na: - text\n  \"{deep}\nb: 1"),
            format!("a: [b,\n 'c {deep}',\n \"d {deep}\"]"),
            "a: it's [\n".repeat(40),
        ] {
            assert_eq!(code(harmless.as_bytes()), None, "{harmless}");
        }
        for hidden in ["a: b\n \"c\n", "- a\n \"c\n", "a: [b\n \"c\n,", "---\n", "a: |\n b\n"] {
            let text = format!("{hidden}{}", "[".repeat(40));
            assert_eq!(code(text.as_bytes()).unwrap().0, "too-deep", "{text}");
        }
        let after_block = format!("- a: |\n    text\n  b: {deep}");
        assert_eq!(code(after_block.as_bytes()).unwrap().0, "too-deep");
    }
}
