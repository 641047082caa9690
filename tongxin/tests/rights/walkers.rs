//! One person for each holder of the rights table: what is theirs, and whose things are a neighbour's.

use crate::described::Filling;
use crate::ground::{Ground, Site};
use crate::kinds::{Kind, Values};
use crate::system::System;
use std::net::{IpAddr, Ipv4Addr};
use tongxin_account::{Action, Holder, Over, Right, Role, SessionKind};
use tongxin_city::{OrgId, PlaceCode};

/// Somebody who tries every route.
pub struct Walker {
    pub holder: Holder,
    /// For programs; nothing for nobody.
    pub token: Option<String>,
    /// For a browser.
    pub cookie: Option<String>,
    pub own: Values,
    pub foreign: Values,
    /// Texts that they must never be shown.
    pub hidden: Vec<String>,
    /// Those of them that they are shown beside needs: the names of organisations to whom they may give work.
    pub offered: Vec<String>,
    fields: Vec<(&'static str, String)>,
    optional: Vec<&'static str>,
}

/// Widths of the codes of a city, district, subdistrict, community, compound and building.
const WIDTHS: [usize; 6] = [3, 5, 7, 9, 11, 14];

impl Walker {
    /// Signs one in for that holder.
    pub async fn new(system: &System, ground: &Ground, holder: Holder) -> Walker {
        match holder {
            Holder::Nobody => nobody(ground),
            Holder::Household => household(system, ground).await,
            Holder::Role(role) => account(system, ground, role).await,
        }
    }

    /// Whether the table gives them that.
    pub fn has(&self, right: Right) -> bool {
        match right {
            Right::Anyone => true,
            Right::SignedIn => self.holder != Holder::Nobody,
            Right::May(action) => self.may(action),
        }
    }

    pub fn may(&self, action: Action) -> bool {
        self.holder.may(action)
    }

    /// How they fill a body.
    pub fn filling(&self) -> Filling<'_> {
        Filling {
            own: &self.own,
            fields: &self.fields,
            optional: &self.optional,
        }
    }

    pub fn name(&self) -> &'static str {
        match self.holder {
            Holder::Nobody => "nobody",
            Holder::Household => "household",
            Holder::Role(role) => role.key(),
        }
    }
}

fn hidden_of<'s>(sites: impl IntoIterator<Item = &'s Site>) -> Vec<String> {
    sites.into_iter().flat_map(Site::marks).collect()
}

/// The name of a listed outlet is public.
const OF_ORGS: [&str; 5] = ["Plant", "PlantNeed", "Project", "ProjectNeed", "OutletNeed"];
const OF_HOMES: [&str; 3] = ["HomeNeed", "Door", "OrderNote"];
/// Whom to call at a firm is not.
const OF_FIRMS: [&str; 3] = ["Applicant", "FirmHead", "Staff"];
const OF_NEEDS: [&str; 6] = [
    "HomeNeed",
    "PlantNeed",
    "ProjectNeed",
    "OutletNeed",
    "Comment",
    "Contact",
];

/// The organisations of the first home's subdistrict: work is given to them as well.
fn offered(ground: &Ground) -> Vec<String> {
    let subdistrict = ground.sites[0].place(WIDTHS[2]);
    let near = ground.sites.iter().filter(|site| site.building.is_inside(&subdistrict));
    near.flat_map(|site| site.marks_of(&["Plant", "Project"])).collect()
}

/// What a role may not read of its own place either.
fn hidden_inside(ground: &Ground, role: Role) -> Vec<String> {
    let of = |kinds: &[&str]| -> Vec<String> { ground.sites.iter().flat_map(|site| site.marks_of(kinds)).collect() };
    let of_others = |own: &str| {
        let others: Vec<&str> = OF_ORGS.into_iter().filter(|what| !what.starts_with(own)).collect();
        [of(&OF_HOMES), ground.sites[0].marks_of(&others)].concat()
    };
    let of_firms = of(&OF_FIRMS);
    match role {
        Role::CheckpointStaff => [of(&OF_ORGS), of(&OF_HOMES), of_firms].concat(),
        // The plants stand in the community, not in the building.
        Role::Steward => [of(&OF_ORGS), of_firms].concat(),
        Role::PlantReporter => [of_others("Plant"), of_firms].concat(),
        Role::ProjectOwner => [of_others("Project"), of_firms].concat(),
        // The order of the first home is its own, with the door.
        Role::OutletManager => {
            let homes =
                ground.sites[0].marks_of(&["HomeNeed", "PlantNeed", "ProjectNeed", "Plant", "Project", "Applicant"]);
            [
                homes,
                ground.sites[1..]
                    .iter()
                    .flat_map(|site| site.marks_of(&OF_HOMES))
                    .collect(),
            ]
            .concat()
        }
        // A hospital reads no need and knows no firm and no door.
        Role::HospitalDesk => [of(&OF_ORGS), of(&OF_HOMES), of(&OF_NEEDS), of_firms].concat(),
        // Whoever takes calls knows doors, and of needs how they stand.
        Role::CallTaker => [
            of(&["HomeNeed", "OrderNote", "Comment", "Contact"]),
            of(&OF_ORGS),
            of_firms,
        ]
        .concat(),
        Role::Administrator => [of(&OF_NEEDS), of(&["OrderNote"])].concat(),
        Role::Officer | Role::Commander => of(&["OrderNote"]),
        Role::CommunityWorker => Vec::new(),
    }
}

fn far_outlet(ground: &Ground) -> OrgId {
    ground.sites[ground.sites.len() - 1].outlet
}

fn nobody(ground: &Ground) -> Walker {
    let site = &ground.sites[0];
    Walker {
        holder: Holder::Nobody,
        token: None,
        cookie: None,
        own: site.values(&[0], site.plant, vec![site.building]),
        foreign: ground.sites[1].foreign_values(vec![ground.sites[2].building], far_outlet(ground)),
        hidden: hidden_of(&ground.sites),
        offered: vec![],
        fields: kind_fields("household_request", "food", site),
        optional: vec![],
    }
}

async fn household(system: &System, ground: &Ground) -> Walker {
    let (site, next_door) = (&ground.sites[0], &ground.sites[1]);
    let client = IpAddr::V4(Ipv4Addr::LOCALHOST);
    let mut tokens = Vec::new();
    for kind in [SessionKind::Program, SessionKind::Browser] {
        let opened = system.app.accounts.sign_in_household(&site.code, client, kind).await;
        tokens.push(opened.unwrap().token);
    }
    Walker {
        holder: Holder::Household,
        cookie: tokens.pop(),
        token: tokens.pop(),
        own: site.values(&[0], site.plant, vec![site.building]),
        foreign: next_door.foreign_values(vec![ground.sites[2].building, site.place(11)], far_outlet(ground)),
        hidden: [
            hidden_of(&ground.sites[1..]),
            site.marks_of(&OF_ORGS),
            site.marks_of(&OF_FIRMS),
        ]
        .concat(),
        offered: vec![],
        fields: kind_fields("household_request", "food", site),
        optional: vec![],
    }
}

/// Where a role is held: by how many homes, from the first, lie inside, and at which of [`WIDTHS`].
const fn reach(role: Role) -> (usize, usize) {
    match role {
        Role::Steward => (2, 5),
        Role::CommunityWorker | Role::CheckpointStaff => (3, 3),
        Role::Officer | Role::CallTaker => (4, 2),
        Role::Commander | Role::Administrator => (5, 1),
        // Over the organisation at the first home's community.
        Role::PlantReporter | Role::ProjectOwner | Role::OutletManager | Role::HospitalDesk => (1, 3),
    }
}

async fn account(system: &System, ground: &Ground, role: Role) -> Walker {
    let (inside, level) = reach(role);
    let (site, stranger) = (&ground.sites[0], &ground.sites[inside]);
    let own_place = site.place(WIDTHS[level]);
    let (over, needs, org, kind) = match role {
        Role::PlantReporter => (Over::Org(site.plant), &[1][..], site.plant, ("plant_blockage", "staff")),
        Role::ProjectOwner => (
            Over::Org(site.project),
            &[2][..],
            site.project,
            ("project_need", "staff"),
        ),
        Role::OutletManager => (
            Over::Org(site.outlet),
            &[3][..],
            site.outlet,
            ("supply_shortage", "vehicles"),
        ),
        Role::HospitalDesk => (
            Over::Org(site.ward.hospital),
            &[0][..],
            site.ward.hospital,
            ("household_request", "food"),
        ),
        Role::Steward => (
            Over::Place(own_place),
            &[0][..],
            site.plant,
            ("household_request", "food"),
        ),
        _ => (
            Over::Place(own_place),
            &[0, 1][..],
            site.plant,
            ("household_request", "food"),
        ),
    };
    let (name, shown) = (role.key().replace('_', "-"), format!("Walking {}", role.key()));
    let person = system.person(&ground.first, &name, &shown, role, over).await;
    let spare = crate::system::command(&format!("spare {name}"));
    let accounts = &system.app.accounts;
    let spare = accounts.create_token(spare, person.account, "spare", 30).await.unwrap();
    let mut own = site.values(needs, org, places(site, own_place));
    own.insert(Kind::Session, vec![spare.id.to_string()]);
    let above = site.place(WIDTHS[level - 1]);
    Walker {
        holder: Holder::Role(role),
        token: Some(person.token),
        cookie: Some(person.cookie),
        own,
        foreign: stranger.foreign_values(
            vec![stranger.place(WIDTHS[level]), stranger.building, above],
            far_outlet(ground),
        ),
        hidden: [hidden_of(&ground.sites[inside..]), hidden_inside(ground, role)].concat(),
        offered: if Holder::Role(role).may(Action::NeedWork) {
            offered(ground)
        } else {
            vec![]
        },
        fields: kind_fields(kind.0, kind.1, site),
        optional: if role.is_over_org() {
            vec!["org"]
        } else {
            vec!["place", "account"]
        },
    }
}

/// The building first: most bodies name one.
fn places(site: &Site, own_place: PlaceCode) -> Vec<PlaceCode> {
    let mut places = vec![site.building, site.place(11), own_place];
    places.dedup();
    places.retain(|code| code.is_inside(&own_place));
    places
}

fn kind_fields(kind: &str, topic: &str, site: &Site) -> Vec<(&'static str, String)> {
    vec![
        ("kind", kind.to_owned()),
        ("topic", topic.to_owned()),
        ("parent", site.place(11).to_string()),
    ]
}
