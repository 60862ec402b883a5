//! kvplan simulates and plans the Cloudflare Workers KV use of a coordinator service.
//!
//! A coordinator keeps a registry of *workers* in one KV namespace. What it spends of the daily
//! limits follows from its caches, its write policy, how its heartbeats are timed and how long its
//! isolates live; kvplan drives the real coordinator core through virtual days of all that, and says
//! what is used, why, and when a limit runs out.
//!
//! # The flow
//!
//! ```text
//! file bytes → guard → YAML → tree of values ─┐
//! command line ── --set, --policy, … ─────────┴→ Scenario → study → simulation::run → Ledger
//!                                                             │                         │
//!               stdout, files ← renderer ← Report ← Summary ←─┴─────────────────────────┘
//! ```
//!
//! Each arrow is a function with plain data on both sides.
//!
//! # The map
//!
//! | module | answers | may know |
//! |---|---|---|
//! | [`words`] | what do all call a thing? | nothing |
//! | [`program`] | what passes between a program and the world around it? | words |
//! | [`coordinator`] | what does the deployed code do with one request? | words, program |
//! | [`platform`] | what does Cloudflare count, allow, delay and charge? | words |
//! | [`workload`] | what does the world send, and when? | words |
//! | [`trace`] | what was recorded, and how is it written down? | words |
//! | [`scenario`] | what did the user ask for? | all above |
//! | [`simulation`] | what happens in a virtual day? | all above |
//! | [`study`] | what do many runs say? | words, coordinator, platform, workload, scenario, simulation |
//! | [`report`] | how is it shown? | words, platform, scenario, study |
//! | [`cli`] | what did the user type, and where does it go? | all above |
//!
//! A test reads this table and holds the sources to it. Of the coordinator, the platform, the workload
//! and the trace a scenario knows the settings, and a study the plain ones that a scenario holds. No
//! module is known by what it knows, but for one and its own children.
//!
//! # The words
//!
//! | word | meaning |
//! |---|---|
//! | worker | a registered backend that sends heartbeats; never the Cloudflare Worker |
//! | program | what answers requests in an isolate; each isolate has an instance of its own |
//! | coordinator | the program of the published notes: it knows the workers and routes to them |
//! | isolate | one running instance of the program, with its own caches |
//! | cold start | the birth of an isolate, with empty caches |
//! | colo | a Cloudflare data centre |
//! | operation | one billed KV operation: read, write, delete, list |
//! | meter | anything that is counted against a limit or a price |
//! | request | what reaches the program: heartbeat, route, admin, register, deregister, stats |
//! | policy | the coordinator's settings |
//! | plan | a provider's dated limits and prices |
//! | cause | why an operation happened |
//! | roster | what a policy assumes to be known for nothing |
//! | figure | anything measured: a measure, of a scope, over some days |
//! | budget | a bound that a user sets on a figure |
//! | run | one replication of a scenario, with its own random streams |
//! | trace | recorded traffic: what reached which isolate, and when |

pub mod cli;
pub mod coordinator;
pub mod platform;
pub mod program;
pub mod report;
pub mod scenario;
pub mod simulation;
pub mod study;
pub mod trace;
pub mod words;
pub mod workload;
