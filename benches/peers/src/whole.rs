//! CPU time of whole processes, here and of an earlier kvplan, in turns: any command, and a trace
//! that both replay.

use std::path::Path;
use std::process::Command;

use crate::kvplan::{Product, output, root};
use crate::program::output_and_cpu;
use crate::table::{cell, lessen, ratio};

/// The parts of kvplan's replay bench that are compared.
const PARTS: [&str; 3] = ["parse", "optimized", "naive"];
const FULL_DAYS: u32 = 35;
const QUICK_DAYS: u32 = 1;

/// Measures commands of kvplan, and prints. Their words stand apart by spaces.
///
/// # Panics
/// Where one fails.
pub(crate) fn print_commands(commands: &[String], before: &str, is_quick: bool) {
    print(Product::Program, before, is_quick, |_| {
        let call = |words: &String| {
            let words: Vec<_> = words.split_whitespace().map(str::to_owned).collect();
            (words.join(" "), words)
        };
        commands.iter().map(call).collect()
    });
}

/// Measures the replay of a trace, and prints.
///
/// # Panics
/// Where a bench fails.
pub(crate) fn print_replay(before: &str, is_quick: bool) {
    let file = tempfile::NamedTempFile::new().expect("a temporary file");
    let trace = file.path().display();
    print(Product::Replay, before, is_quick, |here| {
        let days = if is_quick { QUICK_DAYS } else { FULL_DAYS };
        let mut write = Command::new(here);
        write.args([format!("--child=write,{trace}"), format!("--days={days}")]);
        output(write).unwrap_or_else(|error| panic!("{error}"));
        let call = |part: &str| (part.to_owned(), vec![format!("--child={part},{trace}")]);
        PARTS.map(call).to_vec()
    });
}

/// Names and arguments of what is to be called.
type Calls = Vec<(String, Vec<String>)>;

fn print(product: Product, before: &str, is_quick: bool, calls: impl FnOnce(&Path) -> Calls) {
    let here = product.here();
    let earlier = product.of_commit(before);
    let calls = calls(&here);
    let rounds = if is_quick { 2 } else { 4 };
    println!("seconds of CPU time of a whole process, least of {rounds} rounds in turns");
    println!();
    println!("{:>8}  {:>8}  {:>13}", "kvplan", "before", "before/kvplan");
    for (name, words) in calls {
        let mut least = [None; 2];
        for _ in 0..rounds {
            for (least, program) in least.iter_mut().zip([Ok(&here), earlier.as_ref()]) {
                let Ok(program) = program else { continue };
                let mut command = Command::new(program);
                command.args(&words).current_dir(root());
                lessen(least, output_and_cpu(command).1.as_secs_f64());
            }
        }
        let [here, before] = least;
        println!(
            "{:>8}  {:>8}  {:>13}  {name}",
            cell(here, 3),
            cell(before, 3),
            cell(ratio(before, here), 2)
        );
    }
    if let Err(reason) = earlier {
        println!("\nSKIPPED: before, because {reason}");
    }
}
