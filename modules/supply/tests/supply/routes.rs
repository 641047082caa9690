//! What holds for all of supply's routes.

use crate::world::World;

pub async fn everything_that_is_open_to_anyone_answers_without_signing_in(world: &World) {
    let (status, _) = world.nobody().get("/me").await;
    assert_eq!(status, 401);
}
