//! Plans on pages: asked for, changed by hand, published, watched.

use crate::desk::{Desk, keeps_back, says};
use crate::firm::{Firm, TODAY, left_why, text};
use crate::world::{COMMUNITY, DISTRICT, World};
use serde_json::Value;
use tongxin_account::Role;
use tongxin_dispatch::travel::{MatrixFile, TravelSource};

/// A district that the firm's is not.
const OTHER_DISTRICT: &str = "90002";

/// A plan on its page.
struct Open<'w> {
    firm: Firm<'w>,
    desk: Desk,
    plan: Value,
    path: String,
}

impl<'w> Open<'w> {
    async fn of(world: &'w World) -> Open<'w> {
        let firm = Firm::open(world).await;
        let plan = firm.planned().await;
        Open {
            desk: Desk::of(&firm.manager),
            path: format!("/plans/{}", text(&plan["id"])),
            firm,
            plan,
        }
    }

    /// The first run, and the number of its stop at a position.
    fn stop(&self, at: usize) -> (String, String) {
        let run = &self.plan["body"]["runs"][0];
        (text(&run["id"]).to_owned(), run["stops"][at]["stop"].to_string())
    }

    async fn seq(&self) -> String {
        let (_, plan) = self.firm.manager.get(&self.path).await;
        plan["seq"].to_string()
    }

    async fn change(&mut self, fields: &[(&str, &str)]) -> crate::browser::Shown {
        let seq = self.seq().await;
        let fields: Vec<_> = fields.iter().copied().chain([("seq", seq.as_str())]).collect();
        let (path, to) = (self.path.clone(), format!("{}/change", self.path));
        self.desk.submit(&path, &to, &fields).await
    }
}

pub async fn a_plan_is_asked_for_on_a_form_and_read_in_both_languages(world: &World) {
    let firm = Firm::open(world).await;
    let (org, mut desk) = (firm.org.to_string(), Desk::of(&firm.manager));
    let plans = format!("/outlet/plans?org={org}");
    let first = desk.get(&plans).await;
    says(
        &first,
        200,
        &[
            "orders 6",
            "vehicles 2",
            "No run of this day is published",
            "Make a new plan",
        ],
    );
    let wrong = [
        ("org", org.as_str()),
        ("day", TODAY),
        ("from_minute", "22:00"),
        ("to_minute", "six"),
        ("due_minute", "noon"),
        ("seconds", "x"),
        ("closed", "nowhere at all"),
    ];
    let wrong = desk.submit(&plans, "/outlet/plans", &wrong).await;
    says(
        &wrong,
        422,
        &[
            "#f-seconds",
            "#f-to_minute",
            "#f-due_minute",
            "#f-closed",
            "A time such as 06:00",
            "From 1 to 600 seconds",
        ],
    );
    let past = [
        ("org", org.as_str()),
        ("day", "2022-11-01"),
        ("from_minute", "06:00"),
        ("to_minute", "22:00"),
    ];
    says(&desk.submit(&plans, "/outlet/plans", &past).await, 422, &["#f-day"]);
    let asked = [
        ("org", org.as_str()),
        ("day", TODAY),
        ("from_minute", "03:00"),
        ("to_minute", "00:00"),
        ("seconds", "1"),
    ];
    says(
        &desk.submit(&plans, "/outlet/plans", &asked).await,
        200,
        &["Plan for Thu 24 Nov", "03:00–00:00"],
    );
    let early = [asked.as_slice(), &[("due_minute", "05:00")]].concat();
    let early = desk.submit(&plans, "/outlet/plans", &early).await;
    says(&early, 200, &["Plan for Thu 24 Nov"]);
    let (_, listed) = firm.manager.get(&format!("/outlets/{org}/plans")).await;
    assert_eq!(listed["plans"][0]["asked"]["due_minute"], 300, "{listed}");

    let plan = firm.planned().await;
    let path = format!("/plans/{}", text(&plan["id"]));
    let shown = desk.get(&path).await;
    says(
        &shown,
        200,
        &[
            "Ready, not published",
            "Where some places lie is estimated",
            "The day on a line",
            "竹苑小区 1栋",
            "渝A12345",
            "301 · order",
            "What publishing will do",
            "data-island=\"routes\"",
            "data-run-hue=\"1\"",
        ],
    );
    let in_chinese = Desk::chinese(&firm.manager).get(&path).await;
    says(
        &in_chinese,
        200,
        &["待下发", "下发会做什么", "全天时间线", "部分地点的位置是估计的"],
    );
    says(&desk.get(&format!("{path}/live")).await, 200, &[]);
    says(
        &desk.get(&plans).await,
        200,
        &["Ready, not published", "Made Thu 24 Nov"],
    );
}

pub async fn a_stop_is_moved_and_the_change_taken_back(world: &World) {
    let mut open = Open::of(world).await;
    let (run, stop) = open.stop(0);
    let to_end = [
        ("change", "move"),
        ("run", run.as_str()),
        ("stop", &stop),
        ("to", &run),
        ("position", ""),
    ];
    let moved = open.change(&to_end).await;
    says(&moved, 200, &["Changed. Road", "late stops", "Undo"]);
    let seq = moved.value_of("seq");
    let undo = format!("{}/undo", open.path);
    let undone = open.desk.send(&moved, &undo, &[("seq", &seq)]).await;
    says(&undone, 200, &["The last change is taken back"]);
    let (_, now) = open.firm.manager.get(&open.path).await;
    assert_eq!(now["body"], open.plan["body"]);
    let again = open.desk.submit(&open.path, &undo, &[("seq", &open.seq().await)]).await;
    says(&again, 409, &["There is no change to take back"]);
}

pub async fn a_stop_is_taken_out_put_in_and_pinned(world: &World) {
    let mut open = Open::of(world).await;
    let (run, stop) = open.stop(0);
    let out = open
        .change(&[("change", "take_out"), ("run", &run), ("stop", &stop)])
        .await;
    says(
        &out,
        200,
        &[
            "left out 0 → 2",
            "Taken out by hand",
            "It can go into any run again",
            "Put into a run",
        ],
    );
    let parcel = out.value_of("cargo");
    let put = open
        .change(&[
            ("change", "put_in"),
            ("cargo", &parcel),
            ("to", &run),
            ("position", "1"),
        ])
        .await;
    says(&put, 200, &["left out 2 → 1"]);
    let (run, stop) = open.stop(1);
    let pinned = open
        .change(&[("change", "pin"), ("run", &run), ("stop", &stop), ("is_pinned", "true")])
        .await;
    says(&pinned, 200, &["A new plan will keep to it", ">pinned<", "Unpin"]);
    let nobody = open
        .change(&[("change", "driver"), ("run", &run), ("driver", "")])
        .await;
    says(&nobody, 200, &["The driver is changed", "Nobody named"]);
}

pub async fn a_change_that_can_not_be_is_refused_in_words(world: &World) {
    let mut open = Open::of(world).await;
    let (run, stop) = open.stop(0);
    let moving = [
        ("change", "move"),
        ("run", run.as_str()),
        ("stop", stop.as_str()),
        ("to", run.as_str()),
    ];
    let nowhere = open.change(&[&moving[..], &[("position", "0")]].concat()).await;
    says(&nowhere, 422, &["number from 1 on"]);
    says(
        &open.change(&[("change", "wave")]).await,
        422,
        &["Choose one of the options given"],
    );
    let gone = [("change", "take_out"), ("run", run.as_str()), ("stop", "999")];
    says(&open.change(&gone).await, 409, &["The plan has no such run or stop"]);
    let (path, to) = (open.path.clone(), format!("{}/change", open.path));
    let stale = [&moving[..], &[("seq", "77")]].concat();
    says(
        &open.desk.submit(&path, &to, &stale).await,
        409,
        &["Somebody else changed this plan"],
    );
}

/// Where the firm's three buildings lie; no way leads to the last.
const BUILDINGS: [&str; 3] = ["90001010101001", "90001010201001", "90001020101001"];

fn no_way_to_the_last() -> TravelSource {
    let from = [COMMUNITY, BUILDINGS[0], BUILDINGS[1]];
    let rows = from.map(|from| format!("{from},{},,\n", BUILDINGS[2]));
    let file = format!("from,to,metres,seconds\n{}", rows.concat());
    TravelSource::File(MatrixFile::read_from(file.as_bytes()).unwrap().into())
}

async fn put_where_no_way_leads(world: World) {
    let mut open = Open::of(&world).await;
    let buildings: Vec<String> = open.firm.buildings.iter().map(ToString::to_string).collect();
    assert_eq!(buildings, BUILDINGS);
    assert_eq!(left_why(&open.plan), ["no_way"; 2], "{}", open.plan);
    let shown = open.desk.get(&open.path).await;
    says(
        &shown,
        200,
        &["No road there and back", "putting it into a run by hand does not help"],
    );
    let (parcel, (run, _)) = (shown.value_of("cargo"), open.stop(0));
    let put_in = [
        ("change", "put_in"),
        ("cargo", parcel.as_str()),
        ("to", &run),
        ("position", "1"),
    ];
    says(
        &open.change(&put_in).await,
        409,
        &["There is no way there in that order"],
    );
    open.desk = Desk::chinese(&open.firm.manager);
    says(&open.change(&put_in).await, 409, &["按这个顺序没有路"]);
    let (_, now) = open.firm.manager.get(&open.path).await;
    assert_eq!(now["body"], open.plan["body"]);
}

#[tokio::test]
async fn nothing_is_put_by_hand_where_no_way_leads_and_the_page_says_so() {
    put_where_no_way_leads(World::sqlite_travelling(no_way_to_the_last()).await).await;
    if let Some(world) = World::postgres_travelling(no_way_to_the_last()).await {
        put_where_no_way_leads(world).await;
    }
}

pub async fn publishing_says_what_it_will_do_and_does_it(world: &World) {
    let mut open = Open::of(world).await;
    let other = open.firm.planned().await;
    let (run, stop) = open.stop(0);
    let out = open
        .change(&[("change", "take_out"), ("run", &run), ("stop", &stop)])
        .await;
    says(
        &out,
        200,
        &[
            "<dt>Late or not brought</dt><dd>2</dd>",
            "<dt>Of these, new needs</dt><dd>2</dd>",
        ],
    );
    let publish = format!("{}/publish", open.path);
    let done = open
        .desk
        .submit(&open.path, &publish, &[("seq", &open.seq().await)])
        .await;
    says(
        &done,
        200,
        &["Published. Runs:", "come: 2.", "people drive by it", "/day-runs/"],
    );
    keeps_back(&done, &["Publish this plan"]);

    // The other plan was made before these runs were.
    let path = format!("/plans/{}", text(&other["id"]));
    let outdated = open.desk.get(&path).await;
    says(&outdated, 200, &["Runs have moved on since this plan was made"]);
    keeps_back(&outdated, &["Publish this plan"]);
    let seq = other["seq"].to_string();
    let late = open
        .desk
        .submit(&path, &format!("{path}/publish"), &[("seq", &seq)])
        .await;
    says(&late, 409, &["Runs have moved on", "Make a new plan"]);
    let dropped = open.desk.submit(&path, &format!("{path}/drop"), &[("seq", &seq)]).await;
    says(&dropped, 200, &["Dropped"]);

    // A new one stands beside what people drive by now.
    let next = open.firm.planned().await;
    let beside = open.desk.get(&format!("/plans/{}", text(&next["id"]))).await;
    says(
        &beside,
        200,
        &[
            "Beside what people drive by now",
            "Difference",
            "Parcels that change vehicle",
            "Road a stop",
            "Cost a stop, estimated",
            "¥45.00 a vehicle, ¥3.00 a km and ¥21.60 an hour",
            "data-state=\"stable\"",
        ],
    );
}

pub async fn whoever_watches_sees_the_firms_of_the_own_place_alone(world: &World) {
    let firm = Firm::open(world).await;
    let run = firm.published().await.remove(0);
    let (plan, run) = (text(&run["plan"]).to_owned(), text(&run["id"]).to_owned());
    let (plan, run) = (format!("/plans/{plan}"), format!("/day-runs/{run}"));
    let plans = format!("/plans?org={}&day={TODAY}", firm.org);
    let mut officer = Desk::of(&world.person(Role::Officer, DISTRICT).await);
    says(
        &officer.get("/dispatch").await,
        200,
        &["海星超市", "On time", &plans.replace('&', "&#38;")],
    );
    says(
        &officer.get(&plans).await,
        200,
        &["海星超市", "people drive by it", &run],
    );
    for page in [&plans, &plan, &run] {
        let shown = officer.get(page).await;
        says(&shown, 200, &["渝A"]);
        keeps_back(
            &shown,
            &[
                "301",
                "1202",
                "Publish this plan",
                "Make a new plan",
                "Say it for the driver",
                "放门口",
            ],
        );
    }
    let mut stranger = Desk::of(&world.person(Role::Officer, OTHER_DISTRICT).await);
    let theirs = stranger.get("/dispatch").await;
    says(&theirs, 200, &["No firm has published runs"]);
    keeps_back(&theirs, &["海星超市"]);
    for page in ["/dispatch?place=90001", &plans, &plan, &run] {
        assert_eq!(stranger.get(page).await.status, 404, "{page}");
    }
    let mut steward = Desk::of(&world.person(Role::Steward, DISTRICT).await);
    for page in ["/dispatch", &plans, &plan, &run, "/outlet/plans", "/outlet/day-runs"] {
        assert_eq!(steward.get(page).await.status, 403, "{page}");
    }
}
