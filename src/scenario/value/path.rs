//! Where a value stands: `workers[0].heartbeat.every`.
//!
//! One spelling for error messages, `--set` and `--vary`. A key that is not a plain word is quoted:
//! `policies."v1.2".cache`. Very long keys are shown in part. Knows nothing of YAML.

use std::fmt;

use crate::scenario::caps;

/// One step down.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Step {
    /// To the value of a key.
    Key(String),
    /// To an entry of a list, from 0.
    Index(usize),
}

/// The steps from the top of a file to a value; none: the top itself.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Path(Vec<Step>);

impl Path {
    /// Reads a path as people type it.
    ///
    /// # Errors
    /// A sentence that says what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut steps = Vec::new();
        let mut rest = text;
        while !rest.is_empty() || steps.is_empty() {
            let (step, tail) =
                if rest.starts_with('[') { index(rest)? } else { key(rest, steps.is_empty())? };
            steps.push(step);
            if steps.len() > caps::PATH_STEPS {
                return Err(format!("a path has at most {} steps", caps::PATH_STEPS));
            }
            rest = tail;
        }
        Ok(Self(steps))
    }

    /// The steps, from the top.
    pub fn steps(&self) -> &[Step] {
        &self.0
    }

    /// True for the top of the file.
    pub fn is_root(&self) -> bool {
        self.0.is_empty()
    }

    /// The path of a key's value below this one.
    #[must_use]
    pub fn key(&self, name: &str) -> Self {
        self.with(Step::Key(name.to_owned()))
    }

    /// The path of a list's entry below this one.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        self.with(Step::Index(index))
    }

    /// The path one step up; the top for the top.
    #[must_use]
    pub fn parent(&self) -> Self {
        Self(self.0[..self.0.len().saturating_sub(1)].to_vec())
    }

    /// Is `other` this place, or below it?
    pub fn contains(&self, other: &Self) -> bool {
        other.0.starts_with(&self.0)
    }

    /// The same place in the entries of lists through which another path goes.
    #[must_use]
    pub(in crate::scenario) fn beside(&self, other: &Self) -> Self {
        let mut steps = self.0.clone();
        for (own, other) in steps.iter_mut().zip(&other.0) {
            match (&*own, other) {
                (Step::Index(_), Step::Index(_)) => *own = other.clone(),
                (own, other) if own != other => break,
                _ => {}
            }
        }
        Self(steps)
    }

    fn with(&self, step: Step) -> Self {
        let mut steps = self.0.clone();
        steps.push(step);
        Self(steps)
    }
}

impl FromIterator<Step> for Path {
    fn from_iter<I: IntoIterator<Item = Step>>(steps: I) -> Self {
        Self(steps.into_iter().collect())
    }
}

fn index(rest: &str) -> Result<(Step, &str), String> {
    let (digits, tail) = rest[1..].split_once(']').ok_or("a `[` of the path has no `]`")?;
    let ascii = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let number = digits.parse().ok().filter(|_| ascii);
    let number = number.ok_or_else(|| format!("`[{digits}]` is not an index such as `[0]`"))?;
    Ok((Step::Index(number), tail))
}

fn key(rest: &str, first: bool) -> Result<(Step, &str), String> {
    let rest = match rest.strip_prefix('.') {
        Some(tail) if !first => tail,
        None if first => rest,
        _ => return Err("a path is spelled `workers[0].heartbeat.every`".to_owned()),
    };
    if let Some(quoted) = rest.strip_prefix('"') {
        let (name, tail) = quoted.split_once('"').ok_or("a quote of the path is not closed")?;
        return Ok((Step::Key(name.to_owned()), tail));
    }
    let end = rest.find(['.', '[']).unwrap_or(rest.len());
    if end == 0 {
        return Err("a name of the path is empty".to_owned());
    }
    Ok((Step::Key(rest[..end].to_owned()), &rest[end..]))
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, step) in self.0.iter().enumerate() {
            match step {
                Step::Index(index) => write!(f, "[{index}]")?,
                Step::Key(name) => {
                    let name = super::node::shorten(name);
                    let dot = if place == 0 { "" } else { "." };
                    let plain = |c: char| c.is_alphanumeric() || "_-".contains(c);
                    if !name.is_empty() && name.chars().all(plain) {
                        write!(f, "{dot}{name}")?;
                    } else {
                        write!(f, "{dot}\"{name}\"")?;
                    }
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_reads_back_as_it_is_spelled() {
        for text in ["days", "workers[0].heartbeat.every", "policies.\"v 1.2\".cache", "a[1][2].b"]
        {
            assert_eq!(Path::parse(text).unwrap().to_string(), text);
        }
    }

    #[test]
    fn a_broken_path_is_refused() {
        for text in ["", ".", "a.", "a..b", "a[", "a[x]", "a[-1]", "a[]", "a[0]b", "\"a", ".a"] {
            assert!(Path::parse(text).is_err(), "{text}");
        }
        assert!(Path::parse(&"a.".repeat(99)).is_err());
    }
}
