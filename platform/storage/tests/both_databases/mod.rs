//! A suite that runs on SQLite, and on PostgreSQL when there is one. Its tests take a `crate::world::World`, which
//! `World::sqlite` and `World::postgres` make.

macro_rules! suite {
    ($($module:ident: $($test:ident,)+;)+) => {
        mod sqlite {
            $($(#[tokio::test(flavor = "multi_thread")]
            async fn $test() {
                crate::$module::$test(&crate::world::World::sqlite().await).await;
            })+)+
        }
        mod postgres {
            $($(#[tokio::test(flavor = "multi_thread")]
            async fn $test() {
                if let Some(world) = crate::world::World::postgres().await {
                    crate::$module::$test(&world).await;
                }
            })+)+
        }
    };
}
