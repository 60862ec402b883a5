//! A value put at a path of the tree, before anything is decoded.

use super::edits::{Edit, refused};
use crate::scenario::fields::{Field, Section};
use crate::scenario::given::unknown_field;
use crate::scenario::node::{Node, shorten};
use crate::scenario::path::{Path, Step};
use crate::scenario::problem::{Problem, Spot};

/// Makes each edit. Where one cannot be made, all others are tried too.
pub(in crate::scenario) fn apply(
    tree: &mut Node,
    edits: &[Edit],
    section: &'static Section,
) -> Vec<Problem> {
    let mut problems = Vec::new();
    if *tree != Node::Null && !matches!(tree, Node::Map(_)) {
        // Not a scenario at all; the decoder says so.
        return problems;
    }
    for edit in edits {
        let put = match &edit.node {
            Ok(node) => put(tree, (edit, section), node.clone()),
            Err(problem) => Err(problem.clone()),
        };
        if let Err(problem) = put {
            problems.push(Problem { spot: Spot::CommandLine(edit.flag.clone()), ..problem });
        }
    }
    problems
}

/// Puts a value at a path, making the maps on the way there.
fn put(
    tree: &mut Node,
    (edit, top): (&Edit, &'static Section),
    value: Node,
) -> Result<(), Problem> {
    let mut node = tree;
    let mut here = Path::default();
    let mut table = Some(top);
    let mut field: Option<&'static Field> = None;
    for step in edit.path.steps() {
        match step {
            Step::Key(name) => {
                if let Some(section) = table
                    && section.field(name).is_none()
                {
                    return Err(top.placed(unknown_field(&here, name, section)));
                }
                if let Some(map) = table.and_then(|section| section.spelled_out(node)) {
                    *node = map;
                }
                if let Node::List(items) = node {
                    return Err(without_index(items, (&here, edit)));
                }
                let entries = open(node, field, table, name, &here)?;
                (table, field) = below(top, (table, field), name);
                here = here.key(name);
                let place = entries.iter().position(|(key, _)| key == name);
                let place = place.unwrap_or_else(|| {
                    entries.push((name.clone(), Node::Null));
                    entries.len() - 1
                });
                node = &mut entries[place].1;
            }
            Step::Index(index) => {
                if let (Node::Null, Some(Node::List(entries))) =
                    (&*node, field.and_then(|field| field.default.as_ref()))
                    && !entries.is_empty()
                {
                    *node = Node::List(entries.clone());
                }
                node = entry(node, *index, &here)?;
                if let Some(section) = field.filter(|it| it.is_list()).and_then(Field::section) {
                    (table, field) = (Some(section), None);
                }
                here = here.index(*index);
            }
        }
    }
    *node = value;
    Ok(())
}

/// A path that goes into a list without saying into which entry, but for its number or its name.
fn without_index(items: &[Node], (list, edit): (&Path, &Edit)) -> Problem {
    let (before, after) = edit.path.steps().split_at(list.steps().len());
    let is_named = |item: &Node, name: &String| match item {
        Node::Map(entries) => entries.contains(&("name".to_owned(), Node::Text(name.clone()))),
        _ => false,
    };
    let meant = match after {
        [Step::Key(name), ..] => {
            let number = name.parse().ok().filter(|number| *number < items.len());
            number.or_else(|| items.iter().position(|item| is_named(item, name)))
        }
        _ => None,
    };
    let rest = &after[usize::from(meant.is_some())..];
    let entry = [Step::Index(meant.unwrap_or(0))];
    let flag = retyped(&edit.flag, &before.iter().chain(&entry).chain(rest).cloned().collect());
    let problem = refused(format!("{list} is a list, not a map"));
    match (items.len(), meant) {
        (0, _) => problem,
        (1, _) | (_, Some(_)) => problem.help(format!("write `{flag}`")),
        (entries, None) => {
            let last = list.index(entries - 1);
            problem.help(format!("write `{flag}`; the last entry is {last}"))
        }
    }
}

/// A flag with another path as a shell takes it, `--set 'workers[0].count=3'`; what is too long to be
/// shown, or has quotes of its own, is left out.
fn retyped(flag: &str, path: &Path) -> String {
    let (name, typed) = flag.split_once(' ').unwrap_or((flag, ""));
    let value = typed.split_once('=').map(|(_, value)| value);
    match value.filter(|value| shorten(value) == **value && !value.contains('\'')) {
        Some(value) => format!("{name} '{path}={value}'"),
        None => format!("{name} '{path}'"),
    }
}

/// The table and the field of what stands below a key.
fn below(
    top: &'static Section,
    (table, field): (Option<&'static Section>, Option<&'static Field>),
    name: &str,
) -> (Option<&'static Section>, Option<&'static Field>) {
    // Below `policies` the keys are the user's own.
    let field = match field {
        Some(field) if field.is_named() => top.field("policy"),
        _ => table.and_then(|section| section.field(name)),
    };
    let is_reached = |field: &&Field| !field.is_list() && !field.is_named();
    (field.filter(is_reached).and_then(Field::section), field)
}

/// The entries of a map that a path goes through. What is not there becomes a map; a name becomes
/// the map that it stands for; where a key says which shape is meant, another key replaces it.
fn open<'n>(
    node: &'n mut Node,
    field: Option<&'static Field>,
    table: Option<&'static Section>,
    name: &str,
    here: &Path,
) -> Result<&'n mut Vec<(String, Node)>, Problem> {
    let one_of = table.is_some_and(|section| section.one_of);
    let spelled_out = |word: &str| field.and_then(|field| field.spelled_out(word));
    let replacement = match (&*node, field) {
        (Node::Null, Some(field)) if field.section().is_none() || field.is_list() => {
            return Err(refused(format!("{here} has no fields")));
        }
        (Node::Null | Node::Text(_), _) if one_of => Some(Vec::new()),
        (Node::Null, _) => match field.and_then(|field| field.default.clone()) {
            Some(Node::Map(entries)) => Some(entries),
            // A policy of the file has no default, unlike the one in use.
            Some(Node::Text(word)) if here.steps().len() == 1 => spelled_out(&word),
            _ => None,
        }
        .or_else(|| Some(Vec::new())),
        (Node::Text(word), _) => spelled_out(word),
        (Node::Map(entries), _) if one_of && !entries.iter().any(|(key, _)| key == name) => {
            Some(Vec::new())
        }
        _ => None,
    };
    if let Some(entries) = replacement {
        *node = Node::Map(entries);
    }
    match node {
        Node::Map(entries) => Ok(entries),
        other => Err(refused(format!("{here} is {}, not a map", other.describe()))),
    }
}

fn entry<'n>(node: &'n mut Node, index: usize, here: &Path) -> Result<&'n mut Node, Problem> {
    match node {
        Node::List(items) => {
            let count = items.len();
            items.get_mut(index).ok_or_else(|| match count {
                0 => refused(format!("{here} is empty: there is no entry {index}")),
                1 => refused(format!("{here} has one entry, {here}[0]; there is no [{index}]")),
                _ => refused(format!(
                    "{here} has {count} entries, {here}[0] to {here}[{}]; there is no [{index}]",
                    count - 1
                )),
            })
        }
        Node::Null => Err(refused(format!("the file has no list at `{here}`"))),
        other => Err(refused(format!("{here} is {}, not a list", shorten(&other.describe())))),
    }
}
