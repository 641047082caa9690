//! Whoever drives works by their shift.

use crate::desk::{Desk, keeps_back, says};
use crate::firm::{Firm, code, left_why, text};
use crate::world::World;
use serde_json::json;

pub async fn a_run_is_given_only_to_whoever_works_then(world: &World) {
    let firm = Firm::open(world).await;
    firm.end_drivers().await;
    let night = firm.add_driver("Ye", "night").await;
    // The window opens at six, when the night is over.
    let plan = firm.planned().await;
    assert_eq!(left_why(&plan), ["no_driver"; 6], "{plan}");
    let path = format!("/plans/{}", text(&plan["id"]));
    says(
        &Desk::of(&firm.manager).get(&path).await,
        200,
        &["Nobody who drives works then", "Look at the staff"],
    );
    says(
        &Desk::chinese(&firm.manager).get(&path).await,
        200,
        &["那个时候没有司机上班", "查看人员"],
    );

    let day = firm.add_driver("Bai", "day").await;
    let plan = firm.planned().await;
    assert_eq!(left_why(&plan), [""; 0], "{plan}");
    let runs = plan["body"]["runs"].as_array().unwrap();
    assert!(runs.iter().all(|run| run["driver"] == day.as_str()), "{plan}");

    // Nobody is sent there by hand either, and no page offers it.
    let path = format!("/plans/{}", text(&plan["id"]));
    let named = |driver: &str| json!({"seq": plan["seq"], "change": {"kind": "driver", "run": runs[0]["id"], "driver": driver}});
    let refused = firm.manager.post(&format!("{path}/change"), named(&night)).await;
    assert_eq!(code(&refused), (409, "dispatch-run-off-shift"), "{refused:?}");
    let page = Desk::of(&firm.manager).get(&path).await;
    says(&page, 200, &[">Bai<"]);
    keeps_back(&page, &[">Ye<"]);
    let (status, done) = firm.manager.post(&format!("{path}/change"), named(&day)).await;
    assert_eq!(status, 200, "{done}");
}
