//! `tongxin pass keys`: which there are, a new one, and the signed files that gates are given.

use super::Desk;
use crate::cli::PassKeysCommand;
use anyhow::{Context as _, Result};

/// Does what is asked with the keys.
pub(super) async fn run(command: PassKeysCommand) -> Result<()> {
    match command {
        PassKeysCommand::List { database, at } => {
            let (base, desk) = Desk::open(&database, at).await?;
            desk.passes.publish_keys(desk.now).await?;
            let root = data_encoding::HEXLOWER.encode(&desk.passes.root_key()?.to_bytes());
            println!("{}", serde_json::json!({ "root": root }));
            for key in desk.passes.keys(desk.now).await? {
                println!("{}", serde_json::to_string(&key)?);
            }
            base.db.close().await;
        }
        PassKeysCommand::Rotate { database, at } => {
            let (base, desk) = Desk::open(&database, at).await?;
            let id = desk.passes.rotate_keys(desk.now).await?;
            println!("{}", serde_json::json!({ "added": id.to_string() }));
            base.db.close().await;
        }
        PassKeysCommand::Withdraw { key, database, at } => {
            let (base, desk) = Desk::open(&database, at).await?;
            desk.passes.withdraw_key(&key, desk.now).await?;
            println!("{}", serde_json::json!({ "withdrawn": key }));
            base.db.close().await;
        }
        PassKeysCommand::Export { dir, database, at } => {
            let (base, desk) = Desk::open(&database, at).await?;
            desk.passes.tick(desk.now).await?;
            std::fs::create_dir_all(&dir).with_context(|| dir.display().to_string())?;
            let files = [
                ("keys.cwt", desk.passes.keys_file().await?),
                ("status.cwt", desk.passes.status_file().await?),
            ];
            for (name, bytes) in files {
                let file = dir.join(name);
                std::fs::write(&file, bytes).with_context(|| file.display().to_string())?;
                println!("{}", file.display());
            }
            base.db.close().await;
        }
    }
    Ok(())
}
