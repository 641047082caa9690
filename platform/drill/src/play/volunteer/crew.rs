//! Volunteers before the drill: they come by table, some register themselves, teams are formed, and whoever will do something gets
//! a link.

use crate::client::{Auth, Call, IN_FLIGHT_MAX};
use crate::error::DrillError;
use crate::plan_volunteer::{SKILLS, VolunteerPlan};
use crate::play::setup::{Setup, list, text};
use crate::play::table::{Table, csv};
use crate::play::world::{CrewInWorld, PersonInWorld};
use crate::progress::Progress;
use crate::scenario_volunteer::Verdict;
use futures::{StreamExt as _, TryStreamExt as _};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use tongxin_city::PlaceCode;

const HEADINGS: &str = "姓名,电话,出生年份,社区,技能,有保险";
const VOLUNTEERS: &str = "/api/v1/volunteers";

/// Acting volunteers of a community, and a worker who looks after it.
type Acting = BTreeMap<PlaceCode, (usize, BTreeSet<usize>)>;

impl Setup<'_> {
    /// Registers everybody; answers those who will do something, with their keys, and the teams.
    pub(in crate::play) async fn register_volunteers(
        &self,
        volunteer: &VolunteerPlan,
        people: &[PersonInWorld],
        officer: usize,
        progress: &mut Progress,
    ) -> Result<CrewInWorld, DrillError> {
        self.import_volunteers(volunteer, &people[officer].auth, progress)
            .await?;
        self.apply(volunteer, people).await?;
        let volunteers = self.links_of(&acting(volunteer), people, progress).await?;
        let mut crew = CrewInWorld {
            volunteers,
            teams: Vec::with_capacity(volunteer.teams.len()),
        };
        for number in 0..volunteer.teams.len() {
            let team = self.form_team(number, volunteer, people, &crew).await?;
            crew.teams.push(team);
            progress.done("drill-teams", crew.teams.len(), volunteer.teams.len());
        }
        Ok(crew)
    }

    /// An officer of the city brings everybody, table by table, as a volunteer platform's export would.
    async fn import_volunteers(
        &self,
        volunteer: &VolunteerPlan,
        officer: &Auth,
        progress: &mut Progress,
    ) -> Result<(), DrillError> {
        let total = volunteer.volunteers.len();
        let mut done = 0;
        for (number, part) in volunteer.volunteers.chunks(volunteer.table_rows).enumerate() {
            let mut table = Table::new(HEADINGS);
            for (row, one) in part.iter().enumerate() {
                let index = number * volunteer.table_rows + row;
                let skill = one.skill.map_or("", |skill| SKILLS[usize::from(skill)]);
                let (name, phone) = (VolunteerPlan::name(index), VolunteerPlan::phone(index));
                table.row(&[&name, &phone, &one.birth_year, &one.home, &skill, &"yes"]);
            }
            let path = "/api/v1/volunteer/import";
            let answer = self
                .send(path, officer, &format!("volunteers-{number}"), csv(table))
                .await?;
            let registered = answer.body["registered"].as_u64().unwrap_or_default();
            if registered != part.len() as u64 {
                return Err(DrillError::AnswerLacks {
                    what: path.to_owned(),
                    missing: "registered",
                    body: answer.shown(),
                });
            }
            done += part.len();
            progress.done("drill-volunteers", done, total);
        }
        Ok(())
    }

    /// Some register themselves by the public page, and the community looks at them.
    async fn apply(&self, volunteer: &VolunteerPlan, people: &[PersonInWorld]) -> Result<(), DrillError> {
        for (number, (home, worker, verdict)) in volunteer.applied.iter().enumerate() {
            let body = json!({
                "name": format!("演练报名者{:04}", number + 1),
                "phone": format!("0009{number:07}"),
                "birth_year": 1990, "home": home, "is_covered": true,
            });
            let path = "/api/v1/volunteer/registrations";
            let answer = self
                .post(path, &Auth::Nobody, &format!("applies-{number}"), body)
                .await?;
            let id = answer.text(path, "/volunteer/id")?;
            let body = match verdict {
                Verdict::Waiting => continue,
                Verdict::Verified => json!({ "is_verified": true }),
                Verdict::Refused => json!({ "is_verified": false, "why": "社区查不到这位居民" }),
            };
            let path = format!("{VOLUNTEERS}/{id}/verify");
            self.post(&path, &people[*worker].auth, &format!("verdict-{number}"), body)
                .await?;
        }
        Ok(())
    }

    /// Finds those who will do something in the lists of their communities, and gives each a link.
    async fn links_of(
        &self,
        acting: &Acting,
        people: &[PersonInWorld],
        progress: &mut Progress,
    ) -> Result<BTreeMap<usize, (String, Auth)>, DrillError> {
        let looks = acting.iter().map(|(home, (worker, who))| async move {
            let auth = &people[*worker].auth;
            let ids = self.ids_of(home, auth).await?;
            let mut found = Vec::with_capacity(who.len());
            for index in who {
                let name = VolunteerPlan::name(*index);
                let id = ids.get(&name).cloned().ok_or_else(|| DrillError::AnswerLacks {
                    what: format!("{VOLUNTEERS}?place={home}"),
                    missing: "volunteers",
                    body: name,
                })?;
                let path = format!("{VOLUNTEERS}/{id}/link");
                let link = self.post(&path, auth, &format!("link-{index}"), Value::Null).await?;
                found.push((*index, (id, Auth::Volunteer(link.text(&path, "/key")?))));
            }
            Ok::<_, DrillError>(found)
        });
        let mut looks = futures::stream::iter(looks).buffer_unordered(IN_FLIGHT_MAX);
        let (mut links, total) = (BTreeMap::new(), acting.values().map(|(_, who)| who.len()).sum());
        while let Some(found) = looks.try_next().await? {
            links.extend(found);
            progress.done("drill-links", links.len(), total);
        }
        Ok(links)
    }

    /// The volunteers of a community: ids by name.
    async fn ids_of(&self, home: &PlaceCode, auth: &Auth) -> Result<BTreeMap<String, String>, DrillError> {
        let (mut ids, mut cursor) = (BTreeMap::new(), String::new());
        loop {
            let path = format!("{VOLUNTEERS}?place={home}{cursor}");
            let answer = self.client.must(Call::get(&path, auth)).await?;
            let rows = list(&answer, "volunteers")?;
            for row in rows {
                ids.insert(text(&answer, row, "/name")?, text(&answer, row, "/id")?);
            }
            match rows.last().filter(|_| answer.body["has_more"] == true) {
                Some(last) => {
                    let (id, last_home) = (text(&answer, last, "/id")?, text(&answer, last, "/home")?);
                    cursor = format!("&after={id}&after_home={last_home}");
                }
                None => return Ok(ids),
            }
        }
    }

    /// A team with its leader and members.
    async fn form_team(
        &self,
        number: usize,
        volunteer: &VolunteerPlan,
        people: &[PersonInWorld],
        crew: &CrewInWorld,
    ) -> Result<String, DrillError> {
        let team = &volunteer.teams[number];
        let auth = &people[team.worker].auth;
        let body = json!({ "place": team.place, "name": format!("演练服务队 {:04}", number + 1) });
        let path = "/api/v1/teams";
        let answer = self.post(path, auth, &format!("team-{number}"), body).await?;
        let id = answer.text(path, "/id")?;
        let leads = std::iter::once(("lead", team.leader));
        let joins = team.members.iter().map(|member| ("join", *member));
        for (step, who) in leads.chain(joins) {
            let Some((volunteer, _)) = crew.volunteers.get(&who) else {
                continue;
            };
            let body = json!({ "step": step, "volunteer": volunteer });
            let key = format!("team-{number}-{who}");
            self.post(&format!("{path}/{id}"), auth, &key, body).await?;
        }
        Ok(id)
    }
}

/// Whoever does something, and the teams' people, by community.
fn acting(volunteer: &VolunteerPlan) -> Acting {
    let mut acting = Acting::new();
    let of_shifts = volunteer.acts.iter().filter_map(|act| {
        let shift = &volunteer.shifts[act.shift];
        Some((shift.place, shift.worker, act.deed.volunteer()?))
    });
    let of_teams = volunteer.teams.iter().flat_map(|team| {
        let people = std::iter::once(&team.leader).chain(&team.members);
        people.map(|who| (team.place, team.worker, *who))
    });
    for (place, worker, who) in of_shifts.chain(of_teams) {
        acting
            .entry(place)
            .or_insert_with(|| (worker, BTreeSet::new()))
            .1
            .insert(who);
    }
    acting
}
