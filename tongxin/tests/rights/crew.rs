//! A volunteer of a home's community, their team, a shift with an errand to the home's door, and the links of all of them.

use crate::ground::{Builder, mark};
use crate::kinds::{Kind, Values};
use crate::stall::officer;
use crate::system::NOON;
use crate::system::client::{Visitor, send};
use reqwest::Method;
use serde_json::{Value, json};
use tongxin_city::PlaceCode;

/// One of everything.
pub struct Crew {
    volunteer: String,
    team: String,
    shift: String,
    errand: String,
    /// What is secret in the volunteer's link, and in the one before it.
    link: String,
    dead_link: String,
    /// Of their calendar, likewise.
    feed: String,
    dead_feed: String,
    /// In the shift's square code.
    code: String,
}

impl Crew {
    /// Gathers one in a building's community; there is a door with the site's mark.
    pub async fn gather(builder: &mut Builder<'_>, number: usize, building: PlaceCode) -> Crew {
        let community = building.prefix(9).unwrap();
        let nobody = Visitor::program(&builder.system.address, None);
        let asked = json!({
            "name": mark("Volunteer", number), "phone": format!("1380000{number:04}"), "birth_year": 1990, "home": community,
            "slots": ["weekday_afternoon"], "is_covered": true,
        });
        let joined = builder.post_as(&nobody, "/api/v1/volunteer/registrations", asked).await;
        let (volunteer, dead_link) = (text(&joined["volunteer"]["id"]), text(&joined["key"]));
        let path = format!("/api/v1/volunteers/{volunteer}");
        officer(builder, &format!("{path}/verify"), json!({ "is_verified": true })).await;
        let dead_feed = feed(&nobody, &dead_link).await;
        let link = text(&officer(builder, &format!("{path}/link"), json!({})).await["key"]);
        let team = json!({ "place": community, "name": format!("Team {number}") });
        let team = text(&officer(builder, "/api/v1/teams", team).await["id"]);
        let start = NOON.plus_hours(26);
        let shift = json!({
            "kind": "medicine", "place": community, "meet": "gate", "start_at": start.to_string(),
            "end_at": start.plus_hours(3).to_string(), "posts": [{ "needed": 2 }],
        });
        let shift = text(&officer(builder, "/api/v1/shifts", shift).await["id"]);
        let errand = json!({
            "building": building, "door": mark("Door", number), "name": mark("ErrandName", number), "what": "fetch",
        });
        let errand = officer(builder, &format!("/api/v1/shifts/{shift}/errands"), errand).await;
        let places = builder
            .officer
            .get(&format!("/api/v1/shifts/{shift}/places"))
            .await
            .json();
        Crew {
            errand: text(&errand["id"]),
            feed: feed(&nobody, &link).await,
            code: text(&places["code"]),
            volunteer,
            team,
            shift,
            link,
            dead_link,
            dead_feed,
        }
    }

    /// What the addresses of it name.
    pub fn values(&self) -> Values {
        let one = |value: &String| vec![value.clone()];
        Values::from([
            (Kind::Volunteer, one(&self.volunteer)),
            (Kind::Team, one(&self.team)),
            (Kind::Shift, one(&self.shift)),
            (Kind::Errand, one(&self.errand)),
            (Kind::VolunteerLink, one(&self.link)),
            (Kind::VolunteerFeed, one(&self.feed)),
            (Kind::ShiftCode, one(&self.code)),
        ])
    }

    /// What a stranger has of what is secret: what has ended, or never was.
    pub fn dead_values(&self) -> Values {
        Values::from([
            (Kind::VolunteerLink, vec![self.dead_link.clone()]),
            (Kind::VolunteerFeed, vec![self.dead_feed.clone()]),
            (Kind::ShiftCode, vec![format!("{}.AAAAAAAAAAAAAAAAAAAAAA", self.shift)]),
        ])
    }
}

/// What opens the calendar of whoever holds that link.
async fn feed(visitor: &Visitor, link: &str) -> String {
    let request = visitor.request(Method::GET, "/api/v1/volunteer/me");
    let own = send(request.header("tongxin-volunteer", link)).await;
    text(&own.json()["calendar"])
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}")).to_owned()
}
