//! What each act says to the system.

use super::{Request, Rounds};
use crate::client::Body;
use crate::plan::Plan;
use crate::plan_care::{CareAct, CareDeed, CarePlan, LookedAfter, PlannedPost};
use crate::play::supply::Stage;
use crate::play::table::{Table, csv};
use crate::scenario_care::CareGroup;
use serde_json::{Value, json};
use tongxin_city::Timestamp;

const HEADINGS: &str = "楼栋,门牌,称呼,原因,出生年份,登记依据,谁同意或决定,哪一天,用来做什么";
/// No telephone has this number.
pub(super) const PHONE: &str = "000 0000 0000";
/// What whoever leaves a post tells whoever comes.
const NOTE: &str = "3 栋电梯停用，请走楼梯；12-4 听力不便，请敲门。";
/// A surname that is nobody's, as passes of the drill have it.
const SURNAME: &str = "演练";
/// A series' rule: every week, this day included.
const WEEKLY: &str = "FREQ=WEEKLY;COUNT=3";

impl Rounds {
    /// The command of an act; nothing when something that it needs has not come about.
    pub(super) fn request(&self, act: &CareAct, care: &CarePlan, stage: Stage<'_>) -> Option<Request> {
        let post = |path: &str, body: Value| {
            Some(Request {
                path: path.to_owned(),
                body: Body::Json(body),
            })
        };
        match act.deed {
            CareDeed::Register(table) => Some(Request {
                path: "/api/v1/care/people/import".to_owned(),
                body: csv(table_of(&care.tables[table].1, care, stage.plan)),
            }),
            CareDeed::Knock {
                visit,
                found,
                ago,
                want,
            } => {
                let planned = &care.visits[visit];
                let said_at = (ago > 0).then(|| stage.now.plus_minutes(-ago));
                post(
                    "/api/v1/care/knocks",
                    json!({
                        "person": self.ids.get(planned.person).filter(|id| !id.is_empty())?,
                        "day": stage.plan.date,
                        "part": planned.part.as_str(),
                        "outcome": found.as_str(),
                        "wants": want.into_iter().collect::<Vec<_>>(),
                        "said_at": said_at,
                    }),
                )
            }
            CareDeed::End(person) => {
                let id = self.ids.get(person).filter(|id| !id.is_empty())?;
                post(
                    &format!("/api/v1/care/people/{id}/end"),
                    json!({ "why": "moved", "said_by": "邻居" }),
                )
            }
            CareDeed::Ask(number) => post("/api/v1/care/appointments", asking(number, care, stage)?),
            CareDeed::Confirm(number) => self.word(number, "hospital", "confirm"),
            CareDeed::Refuse(number) => self.word(number, "hospital", "refuse"),
            CareDeed::CallOff(number) => self.word(number, "household", "cancel"),
            CareDeed::Offer(number) => post(DUTIES, duty(&care.posts[number], "offer", stage)),
            CareDeed::Take(number) => post(DUTIES, duty(&care.posts[number], "take", stage)),
            CareDeed::Leave(number) => post(DUTIES, duty(&care.posts[number], "end", stage)),
            CareDeed::Fill(number) => post(DUTIES, duty(&care.posts[number], "assign", stage)),
        }
    }

    /// What one of both sides says about an appointment.
    pub(super) fn word(&self, number: usize, side: &str, step: &str) -> Option<Request> {
        let live = self.appointments.get(number)?.as_ref()?;
        Some(Request {
            path: format!("/api/v1/care/appointments/{}/{side}", live.id),
            body: Body::Json(json!({ "step": step, "seq": live.seq })),
        })
    }
}

pub(super) const DUTIES: &str = "/api/v1/care/duties";

/// What is said about a post. Whoever takes over or fills is the community's worker.
pub(super) fn duty(post: &PlannedPost, step: &str, stage: Stage<'_>) -> Value {
    let mut body = json!({ "place": post.place, "post": post.post.as_str(), "step": step });
    let worker = &stage.world.people[post.worker].account;
    match step {
        "offer" => {
            body["account"] = json!(worker);
            body["phone"] = PHONE.into();
            body["note"] = NOTE.into();
            body["on"] = json!(stage.plan.date);
            body["until"] = json!(post.until(stage.plan.date));
        }
        "assign" => {
            body["account"] = json!(worker);
            body["phone"] = PHONE.into();
            body["until"] = json!(post.until(stage.plan.date));
        }
        "end" => body["until"] = json!(stage.plan.date.previous()),
        _ => {}
    }
    body
}

fn table_of(people: &[usize], care: &CarePlan, plan: &Plan) -> Table {
    let mut table = Table::new(HEADINGS);
    for person in people {
        let who = &care.looked_after[*person];
        let household = &plan.households[who.household];
        let (building, group, day) = (household.building, who.group.as_str(), plan.date.previous());
        let year = birth_year(who, *person, i64::from(plan.date.year()));
        table.row(&[
            &building,
            &household.door,
            &who.name,
            &group,
            &year,
            &"consent",
            &"本人",
            &day,
            &"每日巡访",
        ]);
    }
    table
}

/// Of elders and children a year that fits; of others none, for it says nothing that is needed.
fn birth_year(who: &LookedAfter, number: usize, this_year: i64) -> String {
    let age = match who.group {
        CareGroup::AloneOld => 61 + number % 30,
        CareGroup::ChildAlone => 6 + number % 10,
        _ => return String::new(),
    };
    (this_year - i64::try_from(age).unwrap_or(0)).to_string()
}

fn asking(number: usize, care: &CarePlan, stage: Stage<'_>) -> Option<Value> {
    let appointment = &care.appointments[number];
    let trip = &stage.supply.dispatch.as_ref()?.trips[appointment.trip];
    let stays_ms = trip.ready_at.millis_since(trip.appointment_at);
    let card = |end: usize| match appointment.has_pass {
        true => json!({ "surname": SURNAME, "id_end": format!("{:04}", end % 10_000) }),
        false => json!({ "surname": "", "id_end": "" }),
    };
    let nobody = json!({ "surname": "", "id_end": "" });
    Some(json!({
        "household": stage.world.households[trip.household].id,
        "hospital": stage.world.orgs[trip.hospital],
        "first_at": trip.appointment_at,
        "minutes": stays_ms / Timestamp::MINUTE_MS,
        "repeat": appointment.is_weekly.then_some(WEEKLY),
        "ride": { "wheelchair": trip.wheelchairs > 0, "escort": appointment.has_escort, "alone": false },
        "facts": {
            "treatment": if appointment.is_weekly { "dialysis" } else { "acute" },
            "patient": format!("演练患者 {:04}", number + 1),
            "card": card(2 * number),
            "escort_card": if appointment.has_escort { card(2 * number + 1) } else { nobody },
        },
    }))
}
