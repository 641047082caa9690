//! Photos as the system kept them: pictures without the position that came with them.

use crate::client::Client;
use crate::error::DrillError;
use crate::outcome::Mismatch;
use crate::plan::Plan;
use crate::play::world::World;
use crate::play::{Log, Needs};

/// Photos that are looked at.
const LOOKED_AT_MAX: usize = 20;
/// What the photos were sent with and must not be kept with: PNG's chunks of metadata and of comments.
const SECRETS: [&[u8]; 2] = [b"eXIf", b"tEXt"];
const PNG_START: &[u8] = b"\x89PNG";

pub(super) async fn check(
    plan: &Plan,
    client: &Client,
    world: &World,
    needs: &Needs,
    log: &mut Log,
) -> Result<(), DrillError> {
    let with_photo = needs
        .iter()
        .filter(|(_, live)| live.book.entries().iter().any(|entry| entry.kind == "attached"));
    for (index, live) in with_photo.take(LOOKED_AT_MAX) {
        let answer = client
            .get(&format!("/api/v1/needs/{}", live.id), world.reader())
            .await?;
        let Some(photo) = answer.body["attachments"][0]["id"].as_str() else {
            continue;
        };
        let bytes = client
            .file(&format!("/api/v1/attachments/{photo}"), world.reader())
            .await?;
        let is_picture = bytes.starts_with(PNG_START);
        let holds_secret = SECRETS
            .iter()
            .any(|secret| bytes.windows(secret.len()).any(|window| window == *secret));
        if !is_picture || holds_secret {
            let subject = super::subject(plan, *index, &live.id);
            let found = if is_picture { "with metadata" } else { "no picture" };
            log.mismatches
                .push(Mismatch::new(subject, "photo", "a picture without metadata", found));
        }
    }
    Ok(())
}
