//! Relative links in the repository's documents lead to files that exist.

use crate::workplace::Workplace;
use anyhow::{Context as _, Result, bail};
use std::fs;
use std::path::{Path, PathBuf};

/// Folders that hold no documents of ours.
const NOT_OURS: [&str; 5] = [".git", "target", "node_modules", "vendor", "artefacts"];

/// Looks at every document; names each dead link with its file and line.
///
/// # Errors
/// When a link is dead.
pub fn check(workplace: &Workplace) -> Result<()> {
    let mut documents = Vec::new();
    collect_documents(workplace.root(), &mut documents)?;
    let mut dead = 0;
    for document in &documents {
        let text = fs::read_to_string(document).with_context(|| format!("reading {}", document.display()))?;
        let folder = document.parent().unwrap_or(workplace.root());
        for (line, target) in links(&text).filter(|(_, target)| !exists(workplace.root(), folder, target)) {
            dead += 1;
            println!("{}:{line}: `{target}` leads nowhere", document.display());
        }
    }
    if dead > 0 {
        bail!("{dead} dead links");
    }
    println!("all links in {} documents lead somewhere", documents.len());
    Ok(())
}

fn collect_documents(folder: &Path, found: &mut Vec<PathBuf>) -> Result<()> {
    let entries = fs::read_dir(folder).with_context(|| format!("listing {}", folder.display()))?;
    for entry in entries.flatten() {
        let path = entry.path();
        let is_ours = !NOT_OURS.iter().any(|name| entry.file_name() == *name);
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) && is_ours {
            collect_documents(&path, found)?;
        } else if path.extension().is_some_and(|extension| extension == "md") {
            found.push(path);
        }
    }
    Ok(())
}

fn exists(root: &Path, folder: &Path, target: &str) -> bool {
    let path = target.split(['#', '?']).next().unwrap_or_default();
    match path.strip_prefix('/') {
        Some(from_root) => root.join(from_root).exists(),
        None => folder.join(path).exists(),
    }
}

/// The relative targets of `[words](target)`, `![picture](target)` and `src="target"`, with their line numbers;
/// code is not read.
fn links(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut in_code = false;
    let prose = text.lines().enumerate().filter(move |(_, line)| {
        let is_fence = line.trim_start().starts_with("```");
        in_code ^= is_fence;
        !in_code && !is_fence
    });
    prose
        .flat_map(|(number, line)| targets(line).map(move |target| (number + 1, target)))
        .filter(|(_, target)| is_relative(target))
}

fn targets(line: &str) -> impl Iterator<Item = &str> {
    let bracketed = line
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split([')', ' ']).next());
    let sources = line.split("src=\"").skip(1).filter_map(|rest| rest.split('"').next());
    bracketed.chain(sources)
}

fn is_relative(target: &str) -> bool {
    !target.is_empty() && !target.starts_with('#') && !target.contains("://") && !target.starts_with("mailto:")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_found_with_its_line_and_code_is_not_read() {
        let text = "see [a](one.md) and ![b](pics/two.png \"title\")\n```\n[no](three.md)\n```\n<img src=\"four.svg\">";
        let found: Vec<_> = links(text).collect();
        assert_eq!(found, [(1, "one.md"), (1, "pics/two.png"), (5, "four.svg")]);
    }

    #[test]
    fn addresses_and_anchors_of_the_same_page_are_left_alone() {
        assert_eq!(
            links("[a](https://example.org/x) [b](#there) [c](mailto:a@example.org)").count(),
            0
        );
    }

    #[test]
    fn a_dead_link_is_told_from_a_living_one() {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        assert!(exists(here, here, "Cargo.toml#package"));
        assert!(exists(here, &here.join("src"), "../Cargo.toml"));
        assert!(!exists(here, here, "Cargo.tom"));
    }
}
