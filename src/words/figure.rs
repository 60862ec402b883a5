//! What is measured: a measure, of everything or of a part, on the worst day or over all of them.
//!
//! One syntax for budgets, sweeps, headroom and comparisons.

use super::measure::{Measure, Parts, Unit};
use super::names::{Cause, Meter, RequestKind, named};

/// One figure: `writes`, `heartbeat.hit_ratio`, `heartbeat.cold.writes`, `colo.LHR.reads@mean`.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Figure {
    /// Of what.
    pub scope: Scope,
    /// What.
    pub measure: Measure,
    /// Which days.
    pub statistic: Statistic,
}

/// Of what is it?
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Scope {
    /// Everything.
    All,
    /// One kind of request.
    Request(RequestKind),
    /// What one cause led to in one kind of request.
    Cause(RequestKind, Cause),
    /// One colo, by its name.
    Colo(String),
}

/// Which days does a figure look at?
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Statistic {
    /// The worst day of all runs.
    WorstDay,
    /// The mean day.
    Mean,
    /// All days of all runs together.
    AllDays,
}
named!(Statistic, WorstDay = "worst_day", Mean = "mean", AllDays = "all_days");

impl Measure {
    /// Of everything, with the statistic that it has where none is named.
    pub fn of_all(self) -> Figure {
        Figure::new(Scope::All, self)
    }

    /// Is it known of such a part?
    fn is_of(self, scope: &Scope) -> bool {
        let parts = self.facts().parts;
        match scope {
            Scope::All => true,
            Scope::Request(_) => matches!(parts, Parts::Requests | Parts::Each),
            Scope::Cause(..) => parts == Parts::Each && self != Self::Meter(Meter::Requests),
            Scope::Colo(_) => matches!(parts, Parts::Colos | Parts::Each),
        }
    }
}

/// Why a text names no figure. The part that is not known comes with each.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum NoFigure {
    /// There is no such measure.
    Measure(String),
    /// There is no such kind of request.
    Request(String),
    /// There is no such cause.
    Cause(String),
    /// The measure is not known of such parts.
    Unfit(Measure),
    /// The figure has no such statistic.
    Statistic(String),
}

impl Figure {
    /// With the statistic that it has where none is named: the worst day of a meter as a whole, the
    /// mean day of other counts a day, all days of everything else.
    pub fn new(scope: Scope, measure: Measure) -> Self {
        let statistic = match (measure, &scope) {
            (Measure::Meter(_), Scope::All) => Statistic::WorstDay,
            _ if measure.unit() == Unit::PerDay => Statistic::Mean,
            _ => Statistic::AllDays,
        };
        Self { scope, measure, statistic }
    }

    /// The mean day, where there is one.
    #[must_use]
    pub fn mean(self) -> Self {
        let is_worst = self.statistic == Statistic::WorstDay;
        Self { statistic: if is_worst { Statistic::Mean } else { self.statistic }, ..self }
    }

    /// The figure that a text names, `[SCOPE.]NAME[@STATISTIC]`.
    ///
    /// # Errors
    /// What is not known of it.
    pub fn parse(text: &str) -> Result<Self, NoFigure> {
        let (path, statistic) = match text.split_once('@') {
            Some((path, statistic)) => (path, Some(statistic)),
            None => (text, None),
        };
        let (scope, name) =
            path.rsplit_once('.').map_or((None, path), |(it, name)| (Some(it), name));
        let measure = Measure::all().find(|it| it.name() == name);
        let measure = measure.ok_or_else(|| NoFigure::Measure(name.to_owned()))?;
        let scope = scope.map_or(Ok(Scope::All), Scope::parse)?;
        if !measure.is_of(&scope) {
            return Err(NoFigure::Unfit(measure));
        }
        let figure = Self::new(scope, measure);
        let Some(named) = statistic else { return Ok(figure) };
        let known = Statistic::ALL.into_iter().find(|it| it.name() == named);
        let known = known.and_then(|it| figure.clone().with(it));
        known.ok_or_else(|| NoFigure::Statistic(named.to_owned()))
    }

    /// The same with another statistic; `None`: it has no such one.
    #[must_use]
    pub fn with(self, statistic: Statistic) -> Option<Self> {
        let has_days = self.scope == Scope::All && matches!(self.measure, Measure::Meter(_));
        let fits = statistic == self.statistic || (has_days && statistic != Statistic::AllDays);
        fits.then_some(Self { statistic, ..self })
    }

    /// The meter that it counts as a whole: the one whose daily limit it has.
    pub fn meter(&self) -> Option<Meter> {
        match (self.measure, &self.scope) {
            (Measure::Meter(meter), Scope::All) => Some(meter),
            _ => None,
        }
    }

    /// Its name without the statistic: `heartbeat.hit_ratio`.
    pub fn name(&self) -> String {
        let name = self.measure.name();
        match &self.scope {
            Scope::All => name.to_owned(),
            Scope::Request(kind) => format!("{kind}.{name}"),
            Scope::Cause(kind, cause) => format!("{kind}.{cause}.{name}"),
            Scope::Colo(colo) => format!("colo.{colo}.{name}"),
        }
    }

    /// What people call it: `heartbeat hit rate`.
    pub fn label(&self) -> String {
        let label = self.measure.label();
        let short = label.strip_prefix("latency ").unwrap_or(label);
        match &self.scope {
            Scope::All => label.to_owned(),
            Scope::Request(kind) => format!("{kind} {short}"),
            Scope::Cause(kind, cause) => format!("{kind} {cause} {label}"),
            Scope::Colo(colo) => format!("colo {colo} {label}"),
        }
    }
}

impl Scope {
    /// `heartbeat`, `heartbeat.cold`, `colo.LHR`.
    fn parse(text: &str) -> Result<Self, NoFigure> {
        if let Some(colo) = text.strip_prefix("colo.") {
            return Ok(Self::Colo(colo.to_owned()));
        }
        let (request, cause) =
            text.split_once('.').map_or((text, None), |(it, cause)| (it, Some(cause)));
        let kind = RequestKind::ALL.into_iter().find(|it| it.name() == request);
        let kind = kind.ok_or_else(|| NoFigure::Request(request.to_owned()))?;
        let Some(named) = cause else { return Ok(Self::Request(kind)) };
        let known = Cause::ALL.into_iter().find(|it| it.name() == named);
        known.map(|cause| Self::Cause(kind, cause)).ok_or_else(|| NoFigure::Cause(named.to_owned()))
    }
}

/// With its statistic, where that is not the one it has without saying.
impl std::fmt::Display for Figure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let usual = Self::new(self.scope.clone(), self.measure).statistic;
        let statistic = Some(self.statistic).filter(|it| *it != usual);
        f.write_str(&self.name())?;
        statistic.map_or(Ok(()), |it| write!(f, "@{it}"))
    }
}
