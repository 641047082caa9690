//! A hospital near a home, an appointment there that waits for its word, and links to the home's calendar.

use crate::ground::{Builder, mark};
use crate::kinds::{Kind, Values};
use crate::system::NOON;
use crate::system::client::Visitor;
use serde_json::json;
use std::net::{IpAddr, Ipv4Addr};
use tongxin_account::SessionKind;
use tongxin_city::{OrgId, PlaceCode};
use tongxin_places::OrgKind;

/// One of everything.
pub struct Ward {
    pub hospital: OrgId,
    series: String,
    appointment: String,
    /// What is secret in the link that opens the calendar, and in the one before it.
    calendar: String,
    dead_calendar: String,
}

impl Ward {
    /// Opens one in a community; whoever has the code asks for an appointment.
    pub async fn open(builder: &mut Builder<'_>, number: usize, community: PlaceCode, code: &str) -> Ward {
        let hospital = builder
            .org(OrgKind::Hospital, format!("Hospital {number}"), community)
            .await;
        let accounts = builder.system.app.accounts.clone();
        let client = IpAddr::V4(Ipv4Addr::LOCALHOST);
        let session = accounts.sign_in_household(code, client, SessionKind::Program).await;
        let home = Visitor::program(&builder.system.address, Some(&session.unwrap().token));
        let asked = json!({
            "hospital": hospital, "first_at": NOON.plus_hours(26).to_string(), "minutes": 60,
            "contact": mark("AppointmentPhone", number),
            "facts": { "treatment": "other", "patient": mark("Patient", number), "note": mark("ForHospital", number) },
        });
        let done = builder.post_as(&home, "/api/v1/care/appointments", asked).await;
        let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
        let mut links = Vec::new();
        for _ in 0..2 {
            let made = builder.post_as(&home, "/api/v1/care/calendar", json!({})).await;
            links.push(text(&made["path"]).rsplit('/').next().unwrap().to_owned());
        }
        Ward {
            hospital,
            series: text(&done["id"]),
            appointment: text(&done["appointments"][0]),
            calendar: links.remove(1),
            dead_calendar: links.remove(0),
        }
    }

    /// What the addresses of it name.
    pub fn values(&self) -> Values {
        Values::from([
            (Kind::Series, vec![self.series.clone()]),
            (Kind::Appointment, vec![self.appointment.clone()]),
            (Kind::CalendarFile, vec![self.calendar.clone()]),
        ])
    }

    /// What a stranger has of the link: one that has ended.
    pub fn dead_file(&self) -> String {
        self.dead_calendar.clone()
    }
}
