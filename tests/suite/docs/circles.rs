//! No circle of modules: of the children of one module, each taken as one with all that is below it,
//! none is known by what it knows itself. A module and its own children may know each other, and the
//! tests in a file may know anybody.
//!
//! Whoever names a thing knows the file that defines it, however many modules hand it on.

use std::collections::{BTreeMap, BTreeSet};

use super::source::{Module, Source};

/// So often a name may be handed on.
const MOST_STEPS: usize = 12;

/// All modules, and what each of them takes from elsewhere by name.
struct Modules {
    imports: BTreeMap<Module, BTreeMap<String, Vec<String>>>,
}

impl Modules {
    fn of(sources: &[Source]) -> Self {
        let imports = |source: &Source| {
            let used = source.named.iter().filter_map(|it| {
                let module = source.module();
                let own = || [module.as_slice(), &it.path].concat();
                Some((it.alias.clone()?, it.whole_path(source.module()).unwrap_or_else(own)))
            });
            (source.module(), used.collect())
        };
        Self { imports: sources.iter().map(imports).collect() }
    }

    /// The module that defines what a path from the root names.
    fn home(&self, path: &[String], steps: usize) -> Module {
        let mut module = Module::new();
        for (place, name) in path.iter().enumerate() {
            let below = [module.as_slice(), std::slice::from_ref(name)].concat();
            let handed_on = self.imports.get(&module).and_then(|it| it.get(name));
            let handed_on = handed_on.filter(|it| **it != below && steps > 0);
            let is_last = place + 1 == path.len();
            if self.imports.contains_key(&below) && !(is_last && handed_on.is_some()) {
                module = below;
            } else if let Some(target) = handed_on {
                return self.home(&[target, &path[place + 1..]].concat(), steps - 1);
            } else {
                break;
            }
        }
        module
    }
}

/// Who knows whom among siblings, and where.
type Edges = BTreeMap<(Module, Module), BTreeSet<String>>;

fn edges(sources: &[Source]) -> Edges {
    let modules = Modules::of(sources);
    let mut edges = Edges::new();
    for source in sources {
        let here = source.module();
        for named in source.named.iter().filter(|it| !it.is_in_tests()) {
            let Some(path) = named.whole_path(source.module()) else { continue };
            let there = modules.home(&path, MOST_STEPS);
            let shared = here.iter().zip(&there).take_while(|(a, b)| a == b).count();
            if shared < here.len().min(there.len()) {
                let siblings = (here[..=shared].to_vec(), there[..=shared].to_vec());
                let place = format!("{}:{}", source.file, named.line);
                edges.entry(siblings).or_default().insert(place);
            }
        }
    }
    edges
}

/// Everything that is known from there on.
fn known_from<'e>(start: &'e Module, edges: &'e Edges) -> BTreeSet<&'e Module> {
    let (mut known, mut open) = (BTreeSet::new(), vec![start]);
    while let Some(module) = open.pop() {
        let next = edges.keys().filter(|(from, _)| from == module).map(|(_, to)| to);
        open.extend(next.filter(|to| known.insert(*to)));
    }
    known
}

/// Each step of each circle, with its file and line.
fn circles(sources: &[Source]) -> Vec<String> {
    let edges = edges(sources);
    let leads_back = |(from, to): &(Module, Module)| known_from(to, &edges).contains(from);
    let told =
        edges.iter().filter(|(step, _)| leads_back(step)).flat_map(|((from, to), places)| {
            let (from, to) = (from.join("::"), to.join("::"));
            places
                .iter()
                .map(move |place| format!("{place}: `{from}` knows `{to}`, and the other way"))
        });
    told.collect()
}

#[test]
fn no_module_is_known_by_what_it_knows() {
    let found = circles(&Source::all());
    assert!(found.is_empty(), "{} steps of circles:\n{}", found.len(), found.join("\n"));
}

fn told(files: &[(&str, &str)]) -> Vec<String> {
    circles(&files.iter().map(|(file, text)| Source::new(file, text)).collect::<Vec<_>>())
}

#[test]
fn a_circle_is_told_at_each_of_its_steps_however_names_are_handed_on() {
    let circle = [
        ("src/lib.rs", "mod a;"),
        ("src/a.rs", "mod b; mod c; mod d; pub use b::{B, Other as O}; pub(crate) use c::C;"),
        ("src/a/b.rs", "use super::C;\npub struct B;"),
        ("src/a/c.rs", "pub struct C;\nmod inner { fn f() -> crate::a::d::D { panic!() } }"),
        ("src/a/d.rs", "mod e; pub struct D;"),
        ("src/a/d/e.rs", "\nfn f() { assert!(super::super::O::new().is_some()) }"),
    ];
    assert_eq!(
        told(&circle),
        [
            "src/a/b.rs:1: `a::b` knows `a::c`, and the other way",
            "src/a/c.rs:2: `a::c` knows `a::d`, and the other way",
            "src/a/d/e.rs:2: `a::d` knows `a::b`, and the other way",
        ]
    );
}

#[test]
fn a_module_and_its_children_may_know_each_other() {
    let family = [
        ("src/a.rs", "mod b; mod c; use b::B; fn f(b: B) { c::run(b) } pub struct A;"),
        ("src/a/b.rs", "use super::A; pub struct B; // super::c::run"),
        ("src/a/c.rs", "use crate::a::{A, b::{self, B}}; const TEXT: &str = \"super::b\";"),
        ("src/a/b/d.rs", "pub struct D; mod tests { use crate::a::c; }"),
    ];
    assert_eq!(told(&family), Vec::<String>::new());
}
