//! The coordinator can be lifted into a real Worker as it stands: its folder, the seam and the
//! vocabulary build as a crate of their own, with the standard library and nothing else.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

/// What is lifted.
const LIFTED: [&str; 3] = ["words", "program", "coordinator"];

/// Copies a module: its file, and its folder with all that is below it.
fn copy_module(from: &Path, to: &Path, name: &str) {
    let file = format!("{name}.rs");
    fs::copy(from.join(&file), to.join(&file)).expect("the module's file");
    copy_folder(&from.join(name), &to.join(name));
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder of the source") {
        let name = entry.expect("an entry").file_name();
        let (from, to) = (from.join(&name), to.join(&name));
        if from.is_dir() {
            copy_folder(&from, &to);
        } else {
            fs::copy(from, to).expect("a file of the source");
        }
    }
}

/// Builds a crate of the lifted modules, with one more line of source; what the compiler said
/// where it refused.
fn build(folder: &str, line: &str) -> Result<(), String> {
    let root = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(folder);
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    if root.exists() {
        fs::remove_dir_all(&root).expect("what is left of the last time goes");
    }
    fs::create_dir_all(&root).expect("a folder");
    LIFTED.iter().for_each(|name| copy_module(&source, &root, name));
    let modules = LIFTED.map(|name| format!("pub mod {name};\n")).concat();
    fs::write(root.join("lib.rs"), modules + line).expect("the crate's root");
    let built = Command::new(env::var_os("RUSTC").unwrap_or("rustc".into()))
        .args(["--edition", "2024", "--crate-type", "lib", "--emit", "metadata"])
        .args(["--crate-name", "lifted", "-D", "warnings", "lib.rs"])
        .current_dir(&root)
        .output()
        .expect("a compiler");
    if built.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&built.stderr).into()) }
}

#[test]
fn the_coordinator_its_seam_and_the_words_build_with_the_standard_library_alone() {
    if let Err(errors) = build("alone", "") {
        panic!("{errors}");
    }
}

#[test]
fn nothing_but_the_standard_library_is_at_hand_in_that_build() {
    let errors = build("not-alone", "use serde as _;\n").expect_err("there is no serde there");
    assert!(errors.contains("serde"), "{errors}");
}
