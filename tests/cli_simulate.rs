//! `simulate` on the command line: what was asked for is told in every format, and what it leads to.

mod command_line;

use command_line::Folder;

#[test]
fn numbers_in_warnings_are_written_as_in_tables() {
    let naive = ["simulate", "s.yaml", "--policy", "naive", "--days", "700", "--progress", "never"];
    let ended = Folder::new().run(&naive);
    let warned = "writes pass the limit of 1,000 a day on 1,400 of 1,400 days";
    assert!(ended.stderr.contains(warned), "{}", ended.stderr);
}
