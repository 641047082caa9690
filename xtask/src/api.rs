//! Generated input against every operation of the API, with an administrator's token and without any.

use crate::process::run;
use crate::server::Server;
use crate::tools;
use crate::workplace::Workplace;
use anyhow::Result;
use std::process::Command;

/// Runs schemathesis twice against a started server; what it checks stands in tests/api/schemathesis.toml.
pub fn fuzz(workplace: &Workplace) -> Result<()> {
    let program = tools::python_program(workplace, "schemathesis")?;
    let server = Server::start(workplace, "api")?;
    let token = format!("Authorization: Bearer {}", server.token("administrator")?);
    let schema = format!("{}/api/v1/openapi.json", server.base);
    for (who, headers) in [("as an administrator", vec!["--header", &token]), ("as nobody", vec![])] {
        println!("{who}:");
        let mut command = Command::new(&program);
        command
            .arg("--config-file")
            .arg(workplace.path("tests/api/schemathesis.toml"));
        run(command
            .args(["run", &schema])
            .args(headers)
            .current_dir(workplace.made("")))?;
    }
    Ok(())
}
