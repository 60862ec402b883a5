//! How far can it grow, which limit binds, and which next?

mod remarks;

use self::remarks::remark;
use super::arguments::Headroom;
use super::exit::ExitCode;
use super::failure::Failure;
use super::job::{Files, Job, Plan};
use super::load;
use super::output::Output;
use super::runner::run_coordinator;
use crate::coordinator::When;
use crate::report::{Answered, AnsweredWorlds, HeadroomReport, clean};
use crate::scenario::{
    self, Diagnostic, Overrides, Path, Quantity, Scenario, Source, Varied, Worlds, caps,
    load_varied,
};
use crate::study::{self, Consequences, Direction, Explored, HeadroomInWorld, Question, Watch};

/// The questions of the published "Scaling Headroom".
const PUBLISHED: [(&str, Direction); 4] = [
    ("workers[0].count", Direction::Up),
    ("traffic[0].requests_per_day", Direction::Up),
    ("workers[0].heartbeat.every", Direction::Down),
    ("policy.write.max_interval", Direction::Down),
];
/// Values that a search tries, roughly: the bar's whole.
const VALUES_A_QUESTION: u64 = 20;
/// Values that are tried in another world.
const VALUES_A_WORLD: u64 = 2;

/// Load, study, render, write.
pub(super) fn run(flags: &Headroom, output: &Output) -> Result<ExitCode, Failure> {
    let files = Files { read: &flags.asked.scenarios, written: &[] };
    let plan = Plan::new(Headroom::OFFER, (&flags.delivery, output), files)?;
    let source = load::one(&flags.asked)?;
    let overrides = flags.asked.overrides();
    let base = scenario::load(&source, &overrides, &load::named);
    let base = base.map_err(|wrong| load::wrong(&wrong, output))?;
    let file = File { source: &source, overrides: &overrides, base: &base };
    let asked = match flags.vary.as_slice() {
        [] => file.published(flags),
        paths => file.questions(paths, flags).map_err(|wrong| load::wrong(&wrong, output))?,
    };
    if flags.dry_run {
        let worlds = flags.worlds.then(|| Worlds::of(&base).worlds.len());
        let worlds = worlds.map_or_else(String::new, |it| format!("each in {it} worlds\n"));
        output.print(&(asked.iter().map(line).collect::<String>() + &worlds))?;
        return Ok(ExitCode::Done);
    }
    let mut job = plan.open(std::slice::from_ref(&base))?;
    let worlds = flags.worlds.then(|| Worlds::of(&base));
    let (answers, in_worlds) =
        file.answer(&asked, worlds.as_ref(), (flags.jobs.threads(), &job))?;
    let report = HeadroomReport {
        scenario: &base,
        answers: &answers,
        tolerated: flags.tolerate,
        worlds: worlds.as_ref().map(|worlds| AnsweredWorlds { worlds, answers: &in_worlds }),
    };
    job.deliver(&report, output.depth())?;
    let more = report.worlds.map_or_else(Vec::new, |it| it.searched());
    remark(&answers, &more, (job.stopwatch, output));
    Ok(ExitCode::Done)
}

/// A question, or why it is not asked.
enum Asked {
    Question(Path, Question),
    Skipped { path: String, reason: String },
}

fn line(asked: &Asked) -> String {
    clean(&match asked {
        Asked::Question(_, question) => format!("{}: from {}", question.path, question.start),
        Asked::Skipped { path, reason } => format!("{path}: skipped: {reason}"),
    }) + "\n"
}

/// The scenario, with what it was made from.
struct File<'a> {
    source: &'a Source,
    overrides: &'a Overrides,
    base: &'a Scenario,
}

impl File<'_> {
    fn published(&self, flags: &Headroom) -> Vec<Asked> {
        let ask = |(path, direction): (&str, Direction)| {
            let parsed = Path::parse(path).expect("a path of our own");
            let start = self.value(&parsed);
            match (self.why_not(path), start) {
                (None, Some(start)) => {
                    let direction = if flags.down { Direction::Down } else { direction };
                    self.question((parsed, start), Some(direction), flags)
                }
                (reason, _) => {
                    let reason = reason.unwrap_or("the scenario has no such number").to_owned();
                    Asked::Skipped { path: path.to_owned(), reason }
                }
            }
        };
        PUBLISHED.into_iter().map(ask).collect()
    }

    fn why_not(&self, path: &str) -> Option<&'static str> {
        if path.starts_with("traffic") && self.base.traffic.is_empty() {
            return Some("the scenario has no traffic");
        }
        let writes_always = self.base.policy.write.when == When::Always;
        (path.starts_with("policy.write") && writes_always)
            .then_some("the policy writes at each heartbeat (policy.write.when: always)")
    }

    fn value(&self, path: &Path) -> Option<Quantity> {
        self.base.value_at(path)
    }

    fn questions(&self, paths: &[String], flags: &Headroom) -> Result<Vec<Asked>, Vec<Diagnostic>> {
        let (mut asked, mut wrong) = (Vec::new(), Vec::new());
        for typed in paths.iter().take(caps::QUESTIONS) {
            match self.typed(typed) {
                Ok(found) => {
                    let direction = flags.down.then_some(Direction::Down);
                    asked.push(self.question(found, direction, flags));
                }
                Err(diagnostics) => wrong.extend(diagnostics),
            }
        }
        if let Some(typed) = paths.get(caps::QUESTIONS) {
            let message = format!("at most {} paths can be asked about", caps::QUESTIONS);
            let flag = format!("--vary {typed}");
            wrong.push(Diagnostic::error("too-many", &message).at(&flag));
        }
        if wrong.is_empty() { Ok(asked) } else { Err(wrong) }
    }

    /// A path with its number now.
    fn typed(&self, typed: &str) -> Result<(Path, Quantity), Vec<Diagnostic>> {
        let flag = format!("--vary {typed}");
        let refuse = |message: &str| Diagnostic::error("vary", message).at(&flag);
        if typed.contains('=') {
            let help = "headroom finds the values: `--vary workers[0].count`";
            return Err(vec![refuse("here a path alone is given").help(help)]);
        }
        let path = Path::parse(typed.trim()).map_err(|message| vec![refuse(&message)])?;
        if let Some(start) = self.value(&path) {
            return Ok((path, start));
        }
        // A misspelt name says so, as it does in the file.
        let varied = Varied { path: &path, value: "1", flag: &flag };
        let tried = load_varied(self.source, self.overrides, &[varied], &load::named);
        let mut wrong = tried.err().unwrap_or_default();
        wrong.retain(|it| matches!(it.code, "unknown-field" | "override"));
        if wrong.is_empty() {
            let help = self.instead(&path).map_or_else(
                || format!("where it has no value yet, give it one: --set {path}=…"),
                |number| format!("a number is varied; try --vary {number}"),
            );
            wrong.push(refuse(&format!("{path} is not a number in this scenario")).help(&help));
        }
        Err(wrong)
    }

    /// The first number within a list or a section.
    fn instead(&self, outer: &Path) -> Option<String> {
        let mut paths = self.base.settings().into_iter().map(|it| it.path);
        paths.find(|text| {
            let path = Path::parse(text).ok();
            path.is_some_and(|it| outer.contains(&it) && self.value(&it).is_some())
        })
    }

    fn question(
        &self,
        (path, start): (Path, Quantity),
        direction: Option<Direction>,
        flags: &Headroom,
    ) -> Asked {
        if self.base.plan.limits.iter().all(Option::is_none) {
            let reason = format!("the plan {} has no daily limit", self.base.plan.name);
            return Asked::Skipped { path: path.to_string(), reason };
        }
        let tolerated = flags.tolerate;
        let question = Question { path: path.to_string(), start, direction, tolerated };
        Asked::Question(path, question)
    }

    fn answer(
        &self,
        asked: &[Asked],
        worlds: Option<&Worlds>,
        (threads, job): (usize, &Job<'_>),
    ) -> Result<(Vec<Answered>, Vec<Vec<HeadroomInWorld>>), Failure> {
        let options =
            study::Options { threads, only_run: None, consequences: Consequences::Skipped };
        let days = u64::from(self.base.days) * u64::from(self.base.runs);
        let more = worlds.map_or(0, |it| VALUES_A_WORLD * Explored::scenarios(it));
        let total = days * (VALUES_A_QUESTION + more) * asked.len() as u64;
        let progress = job.progress(total);
        let watched = (&run_coordinator as &study::Runner<'_>, &progress as &dyn Watch);
        let (mut answers, mut in_worlds) = (Vec::new(), Vec::new());
        for one in asked {
            let found = self.search(one, worlds, (options, watched));
            let (answer, all) = found.ok_or_else(|| {
                progress.finish();
                Failure::interrupted()
            })?;
            answers.push(answer);
            in_worlds.push(all);
        }
        progress.finish();
        Ok((answers, in_worlds))
    }

    /// One answer, and that in each world. `None`: it was stopped.
    fn search(
        &self,
        asked: &Asked,
        worlds: Option<&Worlds>,
        (options, watched): (study::Options, (&study::Runner<'_>, &dyn Watch)),
    ) -> Option<(Answered, Vec<HeadroomInWorld>)> {
        let (path, question) = match asked {
            Asked::Question(path, question) => (path, question),
            Asked::Skipped { path, reason } => {
                let (path, reason) = (path.clone(), reason.clone());
                return Some((Answered::Skipped { path, reason }, Vec::new()));
            }
        };
        let vary = |value| self.with(path, value);
        let found = study::headroom(question, &vary, options, watched)?;
        let all = match worlds {
            Some(worlds) => {
                let (known, in_each) = ((question, &found), (worlds, &vary as _));
                study::headroom_in_worlds(known, in_each, options, watched)?
            }
            None => Vec::new(),
        };
        Some((Answered::Searched(found), all))
    }

    /// The scenario with another value, or the first reason why there is none.
    fn with(&self, path: &Path, value: Quantity) -> Result<Scenario, String> {
        let (text, flag) = (value.to_string(), format!("--vary {path}"));
        let varied = Varied { path, value: &text, flag: &flag };
        let loaded = load_varied(self.source, self.overrides, &[varied], &load::named);
        let first = |wrong: Vec<Diagnostic>| wrong.into_iter().next();
        loaded.map_err(|wrong| first(wrong).map_or_else(String::new, |it| it.message))
    }
}
