//! What does GitHub's runner tell, and what does it want to be told?

use std::path::{Path, PathBuf};
use std::{env, fs};

/// The file of the step summary, where there is one.
pub(crate) fn step_summary() -> Option<PathBuf> {
    env::var_os("GITHUB_STEP_SUMMARY").filter(|path| !path.is_empty()).map(PathBuf::from)
}

/// The path of a file from the root of its repository, as an annotation needs it to be shown in a
/// pull request: from `GITHUB_WORKSPACE`, else from the next folder upwards with `.git`. `None`: it
/// stands in neither.
pub(crate) fn in_repository(path: &Path) -> Option<String> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = fs::canonicalize(folder.unwrap_or(Path::new("."))).ok()?;
    let workspace = env::var_os("GITHUB_WORKSPACE").and_then(|root| fs::canonicalize(root).ok());
    let workspace = workspace.filter(|root| folder.starts_with(root));
    let upwards = || folder.ancestors().find(|it| it.join(".git").exists()).map(Path::to_owned);
    let file = folder.join(path.file_name()?);
    let within = file.strip_prefix(workspace.or_else(upwards)?).ok()?;
    let steps: Vec<_> = within.iter().map(|step| step.to_string_lossy()).collect();
    Some(steps.join("/"))
}
