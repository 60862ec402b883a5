//! What was probably meant by a misspelt word?

use crate::scenario::caps;

/// The candidate nearest to a misspelt word, where one is near: by the whole of it, else by its
/// last part alone, so that `tll` finds `worker_ttl`.
pub(in crate::scenario) fn nearest<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    // Longer than any name by far: not worth a comparison.
    if word.len() > 4 * caps::NAME_CHARS {
        return None;
    }
    let lower = word.to_lowercase();
    let candidates: Vec<(&str, String)> =
        candidates.into_iter().map(|candidate| (candidate, candidate.to_lowercase())).collect();
    let whole = candidates
        .iter()
        .map(|(candidate, known)| {
            let distance = strsim::damerau_levenshtein(&lower, known);
            (distance, strsim::jaro_winkler(&lower, known), *candidate)
        })
        .filter(|(distance, score, _)| *distance <= 1 || *score >= 0.8)
        .min_by(|left, right| left.0.cmp(&right.0).then(right.1.total_cmp(&left.1)))
        .map(|(_, _, candidate)| candidate);
    let last_part = |known: &str| {
        let part = known.rsplit('_').next().filter(|part| part.len() >= 3 && *part != known);
        part.is_some_and(|part| strsim::damerau_levenshtein(&lower, part) <= 1)
    };
    whole.or_else(|| candidates.iter().find(|(_, known)| last_part(known)).map(|one| one.0))
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
