//! Six homes, each further from the first, with everything that can be asked for around them: needs, photos, plants,
//! projects, people, invitations. It is built once; each walk gets a copy of its own.

use crate::crew::Crew;
use crate::kinds::{Kind, Values};
use crate::stall::Stall;
use crate::system::client::{Visitor, send};
use crate::system::{NOON, Person, System, command, place};
use crate::ward::Ward;
use reqwest::Method;
use serde_json::{Value, json};
use tempfile::TempDir;
use tongxin_account::{NewInvitation, Over, Role, Viewer};
use tongxin_city::{GrantId, HouseholdId, InvitationId, OrgId, PlaceCode};
use tongxin_places::{NewHousehold, NewOrg, OrgKind};

/// Any small photo.
pub const PHOTO: &[u8] = include_bytes!("../../../platform/drill/src/parcel.png");

/// The buildings of the homes. Each next one is outside one more place of the first: the same building, another one of
/// the compound, another community, subdistrict, district.
const BUILDINGS: [&str; 6] = [
    "90001010101001",
    "90001010101001",
    "90001010101002",
    "90001010201001",
    "90001020101001",
    "90002010101001",
];

/// A home and what is around it. All its texts end in `OfSite` and its number, so that a leak is seen anywhere.
pub struct Site {
    number: usize,
    pub building: PlaceCode,
    pub household: HouseholdId,
    /// The present code of its door.
    pub code: String,
    /// The code before it.
    pub old_code: String,
    pub plant: OrgId,
    pub project: OrgId,
    pub outlet: OrgId,
    /// What the outlet does.
    pub stall: Stall,
    pub ward: Ward,
    /// Who helps there.
    pub crew: Crew,
    /// The needs of the household, the plant, the project and the outlet, with a photo each.
    pub needs: [String; 4],
    pub photos: [String; 4],
    /// The steward of the building.
    pub person: Person,
    pub grant: GrantId,
    /// Open.
    pub invitation: InvitationId,
    pub invitation_token: String,
    /// Revoked.
    pub dead_token: String,
    /// Of a link for the person's new password: an open one, and the one before it.
    pub reset_token: String,
    pub dead_reset_token: String,
}

/// Everything, with somebody who may see it.
pub struct Ground {
    template: TempDir,
    pub sites: Vec<Site>,
    /// An administrator and a commander of the whole city.
    pub first: Viewer,
}

impl Ground {
    /// Builds it; `system` must have nothing yet.
    pub async fn build(system: &System) -> Ground {
        let first = system.administrator().await;
        let city = Over::Place(place("900"));
        let commander = system
            .person(&first, "whole", "Whole City", Role::Commander, city)
            .await;
        let mut builder = Builder {
            system,
            first: first.clone(),
            commander: Visitor::program(&system.address, Some(&commander.token)),
            officer: officer_of(system, &first).await,
            keys: 0,
        };
        builder.buildings().await;
        let mut sites = Vec::new();
        for (number, building) in BUILDINGS.iter().enumerate() {
            sites.push(builder.site(number, place(building)).await);
        }
        Ground {
            template: tempfile::tempdir().unwrap(),
            sites,
            first,
        }
    }

    /// Keeps the system as it is now for [`Ground::copy`].
    pub async fn keep(&self, system: &System) {
        system.copy_to(self.template.path()).await;
    }

    /// A system of its own with all that was kept.
    pub async fn copy(&self) -> System {
        System::of_copy(self.template.path()).await
    }
}

impl Site {
    /// The first places of its way down from the city, by their widths.
    pub fn place(&self, width: usize) -> PlaceCode {
        self.building.prefix(width).unwrap()
    }

    /// What no stranger may read.
    pub fn marks(&self) -> Vec<String> {
        self.marks_of(&MARKED)
    }

    /// Some of it.
    pub fn marks_of(&self, kinds: &[&str]) -> Vec<String> {
        kinds.iter().map(|what| mark(what, self.number)).collect()
    }

    /// What of it an own address names; `needs` says which of the four needs.
    pub fn values(&self, needs: &[usize], org: OrgId, places: Vec<PlaceCode>) -> Values {
        let pick = |from: &[String; 4]| needs.iter().map(|at| from[*at].clone()).collect();
        Values::from([
            (Kind::Place, places.iter().map(ToString::to_string).collect()),
            (Kind::Household, vec![self.household.to_string()]),
            (Kind::HouseholdCode, vec![self.code.clone()]),
            (Kind::Org, vec![org.to_string()]),
            (Kind::Account, vec![self.person.account.to_string()]),
            (Kind::Need, pick(&self.needs)),
            (Kind::Attachment, pick(&self.photos)),
            (Kind::Grant, vec![self.grant.to_string()]),
            (Kind::Invitation, vec![self.invitation.to_string()]),
            (Kind::InvitationToken, vec![self.invitation_token.clone()]),
            (Kind::ResetToken, vec![self.reset_token.clone()]),
            (Kind::Session, vec![self.person.token_id.to_string()]),
            (Kind::Figure, vec!["raised".to_owned()]),
            (Kind::Tile, vec!["0".to_owned()]),
        ])
        .into_iter()
        .chain(self.stall.values(self.outlet))
        .chain(self.ward.values())
        .chain(self.crew.values())
        .collect()
    }

    /// The same for a stranger: secrets are ones that have ended, for whoever has one that holds is no stranger.
    pub fn foreign_values(&self, places: Vec<PlaceCode>, far_outlet: OrgId) -> Values {
        let mut values = self.values(&[0, 1, 2, 3], self.plant, places);
        values.insert(
            Kind::Org,
            [self.plant, self.project, self.outlet, self.ward.hospital]
                .map(|org| org.to_string())
                .to_vec(),
        );
        values.insert(Kind::HouseholdCode, vec![self.old_code.clone()]);
        values.insert(Kind::InvitationToken, vec![self.dead_token.clone()]);
        values.insert(Kind::ResetToken, vec![self.dead_reset_token.clone()]);
        values.insert(Kind::CalendarFile, vec![self.ward.dead_file()]);
        values.extend(self.crew.dead_values());
        // The next home's outlet comes to this door too.
        values.insert(Kind::Shop, vec![far_outlet.to_string()]);
        for public in [Kind::Figure, Kind::Item, Kind::Picture, Kind::Allotment, Kind::Tile] {
            values.insert(public, vec![]);
        }
        values
    }
}

/// The kinds of texts that are looked for.
const MARKED: [&str; 20] = [
    "Medicine",
    "Volunteer",
    "ErrandName",
    "HomeNeed",
    "PlantNeed",
    "ProjectNeed",
    "OutletNeed",
    "Comment",
    "Contact",
    "Door",
    "Plant",
    "Project",
    "Person",
    "Applicant",
    "FirmHead",
    "Staff",
    "OrderNote",
    "AppointmentPhone",
    "Patient",
    "ForHospital",
];

pub fn mark(what: &str, number: usize) -> String {
    format!("{what}OfSite{number}")
}

pub struct Builder<'s> {
    pub system: &'s System,
    pub first: Viewer,
    commander: Visitor,
    /// Lists firms and opens allotments.
    pub officer: Visitor,
    keys: u32,
}

async fn officer_of(system: &System, first: &Viewer) -> Visitor {
    let city = Over::Place(place("900"));
    let officer = system.person(first, "lister", "Lists Firms", Role::Officer, city).await;
    Visitor::program(&system.address, Some(&officer.token))
}

impl Builder<'_> {
    pub fn key(&mut self) -> String {
        self.keys += 1;
        format!("ground-{:04}", self.keys)
    }

    /// Compounds and buildings, by the codes that the list above counts on.
    async fn buildings(&mut self) {
        let mut parents: Vec<PlaceCode> = BUILDINGS.iter().map(|code| place(&code[..11])).collect();
        parents.dedup();
        let compounds = parents.iter().map(|code| new_place(*code, 9, "甲小区"));
        let buildings = parents.iter().flat_map(|compound| {
            let numbers = ["001", "002"];
            numbers.map(|number| new_place(place(&format!("{compound}{number}")), 11, &format!("{number}栋")))
        });
        let places = self.system.app.accounts.places();
        for rows in [compounds.collect(), buildings.collect::<Vec<_>>()] {
            let key = self.key();
            places.add_places(command(&key), "test", rows).await.unwrap();
        }
    }

    async fn site(&mut self, number: usize, building: PlaceCode) -> Site {
        let (household, old_code, code) = self.household(number, building).await;
        let community = building.prefix(9).unwrap();
        let plant = self.org(OrgKind::Plant, mark("Plant", number), community).await;
        let project = self.org(OrgKind::Project, mark("Project", number), community).await;
        let outlet = self.org(OrgKind::Outlet, mark("Outlet", number), community).await;
        let stall = Stall::open(self, number, (outlet, community), &code).await;
        let ward = Ward::open(self, number, community, &code).await;
        let crew = Crew::gather(self, number, building).await;
        let needs = [
            json!({ "kind": "household_request", "topic": "food", "household": household, "title": mark("HomeNeed", number) }),
            json!({ "kind": "plant_blockage", "topic": "staff", "org": plant, "title": mark("PlantNeed", number) }),
            json!({ "kind": "project_need", "topic": "staff", "org": project, "title": mark("ProjectNeed", number) }),
            json!({ "kind": "supply_shortage", "topic": "vehicles", "org": outlet, "title": mark("OutletNeed", number) }),
        ];
        let mut raised = Vec::new();
        for need in needs {
            raised.push(self.need(number, need).await);
        }
        let [home, plant_need, project_need, outlet_need] = <[(String, String); 4]>::try_from(raised).unwrap();
        let (name, shown) = (format!("steward{number}"), mark("Person", number));
        let over = Over::Place(building);
        let person = self
            .system
            .person(&self.first, &name, &shown, Role::Steward, over)
            .await;
        let grant = self.system.app.accounts.viewer_of(&person.token).await.unwrap().grants[0].id;
        let (invitation, invitation_token) = self.invitation(over).await;
        let (revoked, dead_token) = self.invitation(over).await;
        let accounts = &self.system.app.accounts;
        accounts.revoke_invitation(&self.first, revoked).await.unwrap();
        // A newer link ends the one before.
        let (dead_reset_token, reset_token) = (self.reset(&person).await, self.reset(&person).await);
        Site {
            number,
            building,
            household,
            code,
            old_code,
            plant,
            project,
            outlet,
            stall,
            ward,
            crew,
            needs: [home.0, plant_need.0, project_need.0, outlet_need.0],
            photos: [home.1, plant_need.1, project_need.1, outlet_need.1],
            person,
            grant,
            invitation,
            invitation_token,
            dead_token,
            reset_token,
            dead_reset_token,
        }
    }

    /// A door, the code it had and the one it has.
    async fn household(&mut self, number: usize, building: PlaceCode) -> (HouseholdId, String, String) {
        let row = NewHousehold {
            building,
            door: mark("Door", number),
            people: Some(2),
        };
        let accounts = self.system.app.accounts.clone();
        let added = accounts
            .add_households(command(&self.key()), &self.first, vec![row])
            .await
            .unwrap();
        let id = added[0].household.id;
        let again = accounts
            .reissue_code(command(&self.key()), &self.first, id)
            .await
            .unwrap();
        (id, added[0].code.clone(), again.code)
    }

    pub async fn org(&mut self, kind: OrgKind, name: String, place: PlaceCode) -> OrgId {
        let row = NewOrg { kind, name, place };
        let places = self.system.app.accounts.places().clone();
        let added = places.add_orgs(command(&self.key()), "test", vec![row]).await.unwrap();
        added.value[0]
    }

    async fn invitation(&mut self, over: Over) -> (InvitationId, String) {
        let invitation = NewInvitation {
            role: Role::Steward,
            over,
            until: Some(NOON.plus_hours(24 * 30)),
        };
        let accounts = self.system.app.accounts.clone();
        let invited = accounts
            .invite(command(&self.key()), &self.first, invitation)
            .await
            .unwrap();
        (invited.id, invited.token)
    }

    async fn reset(&mut self, person: &Person) -> String {
        let accounts = self.system.app.accounts.clone();
        let made = accounts.make_reset(command(&self.key()), &self.first, person.account);
        made.await.unwrap().token
    }

    /// A need with a comment and a photo: the ids of both.
    async fn need(&mut self, number: usize, mut body: Value) -> (String, String) {
        body["contact"] = json!(mark("Contact", number));
        let id = self.post("/api/v1/needs", body).await["id"]
            .as_str()
            .unwrap()
            .to_owned();
        let comment = json!({ "text": mark("Comment", number) });
        self.post(&format!("/api/v1/needs/{id}/comment"), comment).await;
        let key = self.key();
        let photo = self
            .commander
            .request(Method::POST, &format!("/api/v1/needs/{id}/attachments"))
            .header("idempotency-key", key)
            .header("content-type", "image/png")
            .body(PHOTO);
        assert_eq!(send(photo).await.status, 201);
        let need = self.commander.get(&format!("/api/v1/needs/{id}")).await.json();
        (id, need["attachments"][0]["id"].as_str().unwrap().to_owned())
    }

    async fn post(&mut self, path: &str, body: Value) -> Value {
        let key = self.key();
        let request = self
            .commander
            .request(Method::POST, path)
            .header("idempotency-key", key);
        let answer = send(request.json(&body)).await;
        assert!(answer.status < 300, "{path}: {}", answer.body);
        answer.json()
    }
}

fn new_place(code: PlaceCode, parent_width: usize, name: &str) -> tongxin_places::NewUserPlace {
    tongxin_places::NewUserPlace {
        parent: code.prefix(parent_width).unwrap(),
        code: Some(code),
        name_zh: name.to_owned(),
        name_en: None,
        people: None,
        households: None,
    }
}
