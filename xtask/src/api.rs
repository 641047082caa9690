//! Generated input against every operation of the API, as users with different rights and as nobody.

use crate::server::Server;
use crate::tools;
use crate::workplace::Workplace;
use anyhow::{Context as _, Result, bail};
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::thread;

/// Roles that together may use every operation.
const ROLES: [&str; 4] = ["administrator", "officer", "community_worker", "outlet_manager"];

/// Runs schemathesis as each against a started server; what it checks stands in tests/api/schemathesis.toml.
pub fn fuzz(workplace: &Workplace) -> Result<()> {
    let program = tools::python_program(workplace, "schemathesis")?;
    let server = Server::start(workplace, "api")?;
    let mut askers = vec![("nobody", Vec::new())];
    for role in ROLES {
        let token = format!("Authorization: Bearer {}", server.token(role)?);
        askers.push((role, vec!["--header".to_owned(), token]));
    }
    // Two beside each other: each asks and then waits for the server.
    for pair in askers.chunks(2) {
        let ended: Vec<Result<Output>> = thread::scope(|scope| {
            let asked = |(who, headers): &(&str, Vec<String>)| {
                println!("as {who} …");
                asking(workplace, &program, &server.base, headers)
            };
            let running: Vec<_> = pair.iter().map(|asker| scope.spawn(move || asked(asker))).collect();
            let ended = running.into_iter().map(|asker| asker.join());
            ended
                .map(|ended| ended.unwrap_or_else(|_| bail!("a thread panicked")))
                .collect()
        });
        for ((who, _), ended) in pair.iter().zip(ended) {
            let ended = ended?;
            println!("as {who}:\n{}", String::from_utf8_lossy(&ended.stdout));
            if !ended.status.success() {
                bail!("as {who}: {}", String::from_utf8_lossy(&ended.stderr));
            }
        }
    }
    Ok(())
}

/// Runs schemathesis with these headers to its end.
fn asking(workplace: &Workplace, program: &Path, base: &str, headers: &[String]) -> Result<Output> {
    let mut command = Command::new(program);
    command
        .arg("--config-file")
        .arg(workplace.path("tests/api/schemathesis.toml"))
        .args(["run", &format!("{base}/api/v1/openapi.json")])
        .args(headers)
        .current_dir(workplace.made(""));
    command.stdin(Stdio::null()).output().context("starting schemathesis")
}
