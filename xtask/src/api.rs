//! Generated input against every operation of the API, as users with different rights and as nobody.

use crate::process::run;
use crate::server::Server;
use crate::tools;
use crate::workplace::Workplace;
use anyhow::Result;
use std::process::Command;

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
    for (who, headers) in askers {
        println!("as {who}:");
        let mut command = Command::new(&program);
        command
            .arg("--config-file")
            .arg(workplace.path("tests/api/schemathesis.toml"))
            .args(["run", &format!("{}/api/v1/openapi.json", server.base)])
            .args(headers)
            .current_dir(workplace.made(""));
        run(&mut command)?;
    }
    Ok(())
}
