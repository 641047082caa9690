//! A second server over the same database, in a process of its own: this very program, asked for one test that serves.

use crate::world::{World, serve_again};
use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Child, Command, Stdio};

/// Names the database to serve.
const DATABASE: &str = "TONGXIN_TEST_BESIDE";
/// Before the address that the process says it listens on.
const LISTENING: &str = "listening on ";

/// The running process; it ends with this value.
pub struct Beside {
    process: Child,
    /// Its address.
    pub origin: String,
}

impl Beside {
    /// Starts one over a world's database and waits until it listens.
    pub fn start(world: &World) -> Beside {
        let mut process = Command::new(std::env::current_exe().unwrap())
            .args([
                "--exact",
                "beside::serves_until_nobody_holds_its_input",
                "--ignored",
                "--nocapture",
            ])
            .env(DATABASE, world.database())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let said = BufReader::new(process.stdout.take().unwrap())
            .lines()
            .map_while(Result::ok);
        let origin = said
            .filter_map(|line| line.split_once(LISTENING).map(|(_, origin)| origin.to_owned()))
            .next();
        Beside {
            process,
            origin: origin.expect("the process beside should say where it listens"),
        }
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "serves what another test asks for"]
async fn serves_until_nobody_holds_its_input() {
    let Ok(database) = std::env::var(DATABASE) else { return };
    println!("{LISTENING}{}", serve_again(&database).await);
    let waits = tokio::task::spawn_blocking(|| std::io::stdin().read(&mut [0; 1]));
    let _ = waits.await;
}
