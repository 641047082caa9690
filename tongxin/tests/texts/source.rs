//! The program's sources: what they call and which texts stand in them.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// A file of the program: Rust without comments and tests, or what a template computes.
pub struct Source {
    pub file: String,
    pub code: String,
    pub literals: Vec<String>,
}

/// A call whose argument is a literal.
pub struct Call {
    /// What stands before the called name.
    pub before: String,
    pub key: String,
    /// The arguments after it.
    pub rest: String,
}

pub fn sources() -> Vec<Source> {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut files = Vec::new();
    for folder in ["crates", "platform", "modules", "tongxin"] {
        collect(&repository.join(folder), &mut files);
    }
    files.iter().map(|file| read(file)).collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let is_program = path
            .extension()
            .is_some_and(|ending| ending == "rs" || ending == "html");
        if path.is_dir() && !path.ends_with("tests") && !path.ends_with("target") {
            collect(&path, files);
        } else if is_program {
            files.push(path);
        }
    }
}

fn read(file: &Path) -> Source {
    let text = fs::read_to_string(file).unwrap();
    let code = if file.extension().is_some_and(|ending| ending == "rs") {
        let program = text.split("\n#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        without_comments(program)
    } else {
        computed(&text)
    };
    Source {
        file: file.file_name().unwrap().to_string_lossy().into_owned(),
        literals: literals(&code),
        code,
    }
}

/// What stands between the braces of a template.
fn computed(template: &str) -> String {
    let parts = template
        .split("{{")
        .skip(1)
        .map(|rest| rest.split("}}").next().unwrap_or_default());
    let steps = template
        .split("{%")
        .skip(1)
        .map(|rest| rest.split("%}").next().unwrap_or_default());
    parts.chain(steps).collect::<Vec<_>>().join("\n")
}

/// The length of the literal that begins the code: a text, raw or not, or a character.
fn literal_length(code: &str) -> Option<usize> {
    let raw = code
        .strip_prefix('r')
        .map(|rest| rest.len() - rest.trim_start_matches('#').len());
    if let Some(marks) = raw.filter(|marks| code[1 + marks..].starts_with('"')) {
        let end = format!("\"{}", "#".repeat(marks));
        return Some(2 + marks + code[2 + marks..].find(&end)? + end.len());
    }
    let quote = code.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let mut is_escaped = false;
    for (at, sign) in code.char_indices().skip(1) {
        if sign == quote && !is_escaped {
            // A quote without its end nearby begins a lifetime.
            let is_character =
                at <= 12 && code[1..at].chars().count() <= if code[1..].starts_with('\\') { 10 } else { 1 };
            return (quote == '"' || is_character).then_some(at + 1);
        }
        is_escaped = sign == '\\' && !is_escaped;
    }
    None
}

fn without_comments(program: &str) -> String {
    let mut code = String::with_capacity(program.len());
    let mut rest = program;
    while let Some(next) = rest.chars().next() {
        let is_word_before = code.ends_with(|c: char| c.is_alphanumeric() || c == '_');
        let length = if rest.starts_with("//") {
            let end = rest.find('\n').unwrap_or(rest.len());
            rest = &rest[end..];
            continue;
        } else if next == 'r' && is_word_before {
            1
        } else {
            literal_length(rest).unwrap_or(next.len_utf8())
        };
        code.push_str(&rest[..length]);
        rest = &rest[length..];
    }
    code
}

/// The texts that stand in code.
pub fn literals(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = code;
    while let Some(next) = rest.chars().next() {
        let length = literal_length(rest);
        if let Some(length) = length.filter(|_| next != '\'') {
            found.push(
                rest[..length]
                    .trim_start_matches('r')
                    .trim_matches('#')
                    .trim_matches('"')
                    .to_owned(),
            );
        }
        rest = &rest[length.unwrap_or(next.len_utf8())..];
    }
    found
}

/// The calls of these names whose argument at that place is a literal.
pub fn calls(code: &str, names: &[&str], place: usize) -> Vec<Call> {
    let mut found = Vec::new();
    for name in names {
        for (at, matched) in code.match_indices(&format!("{name}(")) {
            let before = &code[..at];
            if !before.ends_with(['.', ':']) {
                continue;
            }
            let arguments = arguments(&code[at + matched.len()..]);
            let Some(argument) = arguments.get(place).map(|argument| argument.trim()) else {
                continue;
            };
            if literal_length(argument) == Some(argument.len()) {
                found.push(Call {
                    before: before
                        .chars()
                        .rev()
                        .take(12)
                        .collect::<Vec<_>>()
                        .into_iter()
                        .rev()
                        .collect(),
                    key: argument.trim_matches('"').to_owned(),
                    rest: arguments[place + 1..].join(","),
                });
            }
        }
    }
    found
}

/// The arguments of a call, up to its closing bracket.
fn arguments(code: &str) -> Vec<String> {
    let (mut arguments, mut depth, mut rest) = (vec![String::new()], 0, code);
    while let Some(next) = rest.chars().next() {
        match next {
            ')' | ']' | '}' if depth == 0 => break,
            ')' | ']' | '}' => depth -= 1,
            '(' | '[' | '{' => depth += 1,
            _ => {}
        }
        let length = literal_length(rest).unwrap_or(next.len_utf8());
        if next == ',' && depth == 0 {
            arguments.push(String::new());
        } else {
            arguments.last_mut().unwrap().push_str(&rest[..length]);
        }
        rest = &rest[length..];
    }
    arguments
}

/// The names in a list of pairs: `&[("max", …), ("found", …)]`.
pub fn names_in(pairs: &str) -> BTreeSet<String> {
    let starts = pairs.match_indices("(\"");
    let is_pair = |at: &usize| pairs[..*at].ends_with(['[', ' ', ',', '\n']);
    let names = starts.filter(|(at, _)| is_pair(at)).map(|(at, _)| &pairs[at + 2..]);
    names
        .map(|rest| rest.split('"').next().unwrap_or_default().to_owned())
        .collect()
}
