//! What was probably meant by a misspelt word?

use crate::scenario::caps;

/// Letters times letters that one search for a similar word compares; among more, only words that
/// differ by one letter are found.
const LETTERS: usize = 40_000;

/// The candidate nearest to a misspelt word, where one is near: by the whole of it, else by its
/// last part alone, so that `tll` finds `worker_ttl`.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // Longer than any name by far: not worth a comparison.
    if word.len() > 4 * caps::NAME_CHARS {
        return None;
    }
    let lower = word.to_lowercase();
    let candidates: Vec<(&str, String)> =
        candidates.into_iter().map(|candidate| (candidate, candidate.to_lowercase())).collect();
    let letters: usize = candidates.iter().map(|(_, known)| lower.len() * known.len()).sum();
    let score = |known: &str| strsim::jaro_winkler(&lower, known);
    let distance = |known: &str| {
        if differ_by_one(&lower, known) {
            return Some(usize::from(lower != known));
        }
        let is_like = letters <= LETTERS && score(known) >= 0.8;
        is_like.then(|| strsim::damerau_levenshtein(&lower, known))
    };
    let whole = candidates
        .iter()
        .filter_map(|(candidate, known)| Some((distance(known)?, known, *candidate)))
        .min_by(|left, right| {
            left.0.cmp(&right.0).then_with(|| score(right.1).total_cmp(&score(left.1)))
        })
        .map(|(_, _, candidate)| candidate);
    let last_part = |known: &str| {
        let part = known.rsplit('_').next().filter(|part| part.len() >= 3 && *part != known);
        part.is_some_and(|part| differ_by_one(&lower, part))
    };
    whole.or_else(|| candidates.iter().find(|(_, known)| last_part(known)).map(|one| one.0))
}

/// Are they the same but for one letter that is missing, more, another, or has changed places with
/// the next one?
fn differ_by_one(one: &str, other: &str) -> bool {
    let same = one.bytes().zip(other.bytes()).take_while(|(one, other)| one == other).count();
    let [one, other] = [one, other].map(|it| &it.as_bytes()[same..]);
    let [short, long] = if one.len() <= other.len() { [one, other] } else { [other, one] };
    match long.len() - short.len() {
        0 => {
            let swapped = short.len() > 1 && short[0] == long[1] && short[1] == long[0];
            short.is_empty() || short[1..] == long[1..] || swapped && short[2..] == long[2..]
        }
        1 => *short == long[1..],
        _ => false,
    }
}

/// The help for a misspelt word: the nearest candidate, or all of them.
pub(in crate::scenario) fn suggest(kind: &str, word: &str, candidates: &[&str]) -> Option<String> {
    if let Some(candidate) = nearest(word, candidates.iter().copied()) {
        return Some(format!("a similar {kind} exists: `{candidate}`"));
    }
    let mut list: Vec<String> =
        candidates.iter().take(20).map(|candidate| format!("`{candidate}`")).collect();
    if candidates.len() > list.len() {
        list.push(format!("… ({} in all)", candidates.len()));
    }
    match list.len() {
        0 => None,
        1 => Some(format!("the only {kind} here is {}", list[0])),
        _ => Some(format!("the {kind}s here are {}", list.join(", "))),
    }
}
