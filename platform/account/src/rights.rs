//! Who may do what: the one table. On which rows, is decided by the viewer's [`crate::Scope`].

use serde::{Deserialize, Serialize};

/// What an account may be, over a place or an organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 楼栋长: looks after a building.
    Steward,
    /// 社区工作人员: works a compound or community.
    CommunityWorker,
    /// 卡口值守人员: checks passes at a checkpoint.
    CheckpointStaff,
    /// 专班人员: works needs at a tier, from a subdistrict up.
    Officer,
    /// 保供企业负责人: speaks for a firm of the whitelist: its outlet or warehouse.
    OutletManager,
    /// 企业联络员: speaks for a plant in closed loop.
    PlantReporter,
    /// 项目法人: speaks for a project.
    ProjectOwner,
    /// 医院预约台: answers for a hospital what appointments it can keep.
    HospitalDesk,
    /// 值班指挥: sees and decides for a district or the city.
    Commander,
    /// 话务员: answers the telephone, and writes down what callers need.
    CallTaker,
    /// 系统管理员: accounts, places and codes; no need's content.
    Administrator,
}

/// What can be done. Reading a list and opening one of its rows is one action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Action {
    /// Raise a need.
    NeedRaise,
    /// Read needs, their entries and photos.
    NeedRead,
    /// Comment on a need and attach photos.
    NeedComment,
    /// Accept, assign, solve, merge, change priority, undo.
    NeedWork,
    /// Strike off what others solved, or say that the own need is met or no longer there.
    NeedStrikeOff,
    /// Reopen what was solved or struck off; appeal against a decline.
    NeedReopen,
    /// Take a need up one tier by hand.
    NeedEscalate,
    /// Decline a need, with a reason.
    NeedDecline,
    /// Counts by lifeline and place.
    BoardRead,
    /// The daily briefing.
    BriefingRead,
    /// Search and open places.
    PlaceRead,
    /// Add compounds and buildings, and say where places lie.
    PlaceAdd,
    /// Add named areas.
    AreaAdd,
    /// See which doors a building has.
    HouseholdRead,
    /// Add households.
    HouseholdAdd,
    /// Print and re-issue household codes.
    HouseholdCode,
    /// Open the own household's page.
    OwnHousehold,
    /// Open the page of the own buildings.
    OwnBuildings,
    /// Open the page of the own plant.
    OwnPlant,
    /// Open the page of the own project.
    OwnProject,
    /// Open the queue of the own tier.
    OwnQueue,
    /// Open the page of the own outlet.
    OwnOutlet,
    /// See organisations.
    OrgRead,
    /// Add organisations.
    OrgAdd,
    /// See who holds which role.
    AccountRead,
    /// Invite people and end their roles.
    AccountInvite,
    /// The own sessions, tokens and password.
    OwnAccount,
    /// Check the ledger's chain and seals.
    LedgerVerify,
    /// Take lists out as files.
    Export,
    /// See the whitelist with what the public does not see of it: applications, contacts, fleet, staff, history.
    ListingRead,
    /// Apply for a firm to be listed, or for its listing to be renewed.
    ListingApply,
    /// List, refuse, suspend, resume and renew firms.
    ListingDecide,
    /// Enter and end a firm's vehicles and staff.
    FleetEdit,
    /// See stock, its movements and days of cover.
    StockRead,
    /// Report stock, receipts and waste; say what is offered at which price.
    StockReport,
    /// Propose, send and receive transfers between outlets.
    TransferMove,
    /// Order from an outlet, for the own household or for one that asked for it.
    OrderPlace,
    /// See orders.
    OrderRead,
    /// Pick, pack and hand over an outlet's orders.
    OrderWork,
    /// Open an allotment of scarce goods, and draw it.
    AllotmentOpen,
    /// Ask within an allotment, for the own household or for one that asked for it.
    AllotmentAsk,
    /// See passes, applied for and issued.
    PassRead,
    /// Apply for passes of a listed firm, renew, change and take back.
    PassApply,
    /// Decide what no rule could, and agree for the own district.
    PassDecide,
    /// Revoke passes, one or all of a firm.
    PassRevoke,
    /// Check passes at a gate: send its counts, look a pass up by plate or number.
    PassCheck,
    /// See a firm's plans and runs.
    PlanRead,
    /// Make plans, change and publish them, and say what happened on a run.
    PlanWork,
    /// See what arrives at the own buildings, and when.
    ArrivalRead,
    /// See patients' rides: the own, those of the own buildings, those that the own firm drives.
    RideRead,
    /// Book patients' rides and call them off, for the own household or for one that asked for it.
    RideBook,
    /// See who is in the register of people in difficulty, without what is sealed: the own household, the own buildings.
    PersonRead,
    /// Open what is sealed of them.
    PersonOpen,
    /// Register and correct people, and end their records.
    PersonEdit,
    /// Erase the register of a place, because the emergency is over there.
    RegisterEnd,
    /// See how a day's visits stand; names only with the right to see people.
    VisitRead,
    /// Say what was found at a door.
    VisitWork,
    /// See appointments at hospitals, without what is sealed: the own household's, those of the own buildings, those at the own
    /// hospital.
    AppointmentRead,
    /// Ask for appointments and call them off, for the own household or for one that asked for it.
    AppointmentEdit,
    /// Open what is sealed of an appointment.
    AppointmentOpen,
    /// Say for a hospital which appointments it keeps.
    AppointmentAnswer,
    /// Make a link to the calendar of the own household or the own hospital.
    CalendarShare,
    /// See who is responsible for which building and compound.
    DutyRead,
    /// Say who is responsible there.
    DutyAssign,
    /// See volunteers, their teams, hours and protective goods.
    VolunteerRead,
    /// Verify and enter volunteers, lead teams, correct hours, issue goods.
    VolunteerEdit,
    /// See shifts and how they are filled; names only with the right to see volunteers.
    ShiftRead,
    /// Open and cancel shifts, match volunteers to them, say who came.
    ShiftWork,
    /// Take calls: find a door as it is said, write down a need on the caller's word, see how that household's needs stand.
    CallTake,
}

/// A row's holder in the table: a role, a household's code, or nobody signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Holder {
    /// Not signed in.
    Nobody,
    /// Signed in by a household's code.
    Household,
    /// An account's role.
    Role(Role),
}

impl Role {
    /// All roles.
    pub const ALL: [Role; 11] = [
        Role::Steward,
        Role::CommunityWorker,
        Role::CheckpointStaff,
        Role::Officer,
        Role::OutletManager,
        Role::PlantReporter,
        Role::ProjectOwner,
        Role::HospitalDesk,
        Role::Commander,
        Role::CallTaker,
        Role::Administrator,
    ];

    /// The key used in the database, JSON and language files.
    pub const fn key(self) -> &'static str {
        match self {
            Role::Steward => "steward",
            Role::CommunityWorker => "community_worker",
            Role::CheckpointStaff => "checkpoint_staff",
            Role::Officer => "officer",
            Role::OutletManager => "outlet_manager",
            Role::PlantReporter => "plant_reporter",
            Role::ProjectOwner => "project_owner",
            Role::HospitalDesk => "hospital_desk",
            Role::Commander => "commander",
            Role::CallTaker => "call_taker",
            Role::Administrator => "administrator",
        }
    }

    /// The role of that key.
    pub fn from_key(key: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.key() == key)
    }

    /// Whether the role is held over an organisation rather than a place.
    pub const fn is_over_org(self) -> bool {
        matches!(
            self,
            Role::OutletManager | Role::PlantReporter | Role::ProjectOwner | Role::HospitalDesk
        )
    }

    /// The roles that a holder of this one may give, inside the own scope.
    pub const fn may_grant(self) -> &'static [Role] {
        match self {
            Role::Steward
            | Role::CheckpointStaff
            | Role::OutletManager
            | Role::PlantReporter
            | Role::ProjectOwner
            | Role::HospitalDesk
            | Role::CallTaker => &[],
            Role::CommunityWorker => &[Role::Steward, Role::CheckpointStaff],
            Role::Officer => &[
                Role::Steward,
                Role::CommunityWorker,
                Role::CheckpointStaff,
                Role::OutletManager,
                Role::PlantReporter,
                Role::ProjectOwner,
                Role::HospitalDesk,
                Role::CallTaker,
            ],
            Role::Commander => &[
                Role::Steward,
                Role::CommunityWorker,
                Role::CheckpointStaff,
                Role::OutletManager,
                Role::PlantReporter,
                Role::ProjectOwner,
                Role::HospitalDesk,
                Role::CallTaker,
                Role::Officer,
            ],
            Role::Administrator => &Role::ALL,
        }
    }
}

impl Holder {
    /// All holders in the table's order.
    pub const ALL: [Holder; 13] = [
        Holder::Nobody,
        Holder::Household,
        Holder::Role(Role::Steward),
        Holder::Role(Role::CommunityWorker),
        Holder::Role(Role::CheckpointStaff),
        Holder::Role(Role::Officer),
        Holder::Role(Role::OutletManager),
        Holder::Role(Role::PlantReporter),
        Holder::Role(Role::ProjectOwner),
        Holder::Role(Role::HospitalDesk),
        Holder::Role(Role::Commander),
        Holder::Role(Role::CallTaker),
        Holder::Role(Role::Administrator),
    ];

    const fn column(self) -> usize {
        match self {
            Holder::Nobody => 0,
            Holder::Household => 1,
            Holder::Role(role) => 2 + role as usize,
        }
    }

    /// Whether this holder may do that at all.
    pub fn may(self, action: Action) -> bool {
        TABLE
            .iter()
            .any(|(row, allowed)| *row == action && allowed[self.column()] == YES)
    }
}

impl Action {
    /// All actions, in the table's order.
    pub fn all() -> impl Iterator<Item = Action> {
        TABLE.iter().map(|(action, _)| *action)
    }
}

const YES: u8 = 1;
const Y: u8 = YES;
const N: u8 = 0;

/// The table. Columns as in [`Holder::ALL`].
#[rustfmt::skip]
const TABLE: [(Action, [u8; 13]); 69] = [
    //                           nobody  household  steward  worker  gate  officer  outlet  plant  project  hospital  commander  calls  administrator
    (Action::NeedRaise,     [N,      Y,         Y,       Y,       N,    Y,       Y,      Y,     Y,       N,        Y,    N,         N]),
    (Action::NeedRead,      [N,      Y,         Y,       Y,       N,    Y,       Y,      Y,     Y,       N,        Y,    N,         N]),
    (Action::NeedComment,   [N,      Y,         Y,       Y,       N,    Y,       Y,      Y,     Y,       N,        Y,    N,         N]),
    (Action::NeedWork,      [N,      N,         Y,       Y,       N,    Y,       N,      N,     N,       N,        Y,    N,         N]),
    (Action::NeedStrikeOff, [N,      Y,         N,       Y,       N,    Y,       Y,      Y,     Y,       N,        Y,    N,         N]),
    (Action::NeedReopen,    [N,      Y,         Y,       Y,       N,    Y,       Y,      Y,     Y,       N,        Y,    N,         N]),
    (Action::NeedEscalate,  [N,      N,         Y,       Y,       N,    Y,       N,      N,     N,       N,        Y,    N,         N]),
    (Action::NeedDecline,   [N,      N,         N,       Y,       N,    Y,       N,      N,     N,       N,        Y,    N,         N]),
    (Action::BoardRead,     [N,      N,         N,       Y,       N,    Y,       N,      N,     N,       N,        Y,    N,         Y]),
    (Action::BriefingRead,  [N,      N,         N,       N,       N,    Y,       N,      N,     N,       N,        Y,    N,         Y]),
    (Action::PlaceRead,     [N,      N,         Y,       Y,       Y,    Y,       Y,      Y,     Y,       N,        Y,    N,         Y]),
    (Action::PlaceAdd,      [N,      N,         N,       Y,       N,    Y,       N,      N,     N,       N,        N,    N,         Y]),
    (Action::AreaAdd,       [N,      N,         N,       N,       N,    Y,       N,      N,     N,       N,        Y,    N,         Y]),
    (Action::HouseholdRead, [N,      N,         Y,       Y,       N,    N,       N,      N,     N,       N,        N,    N,         Y]),
    (Action::HouseholdAdd,  [N,      N,         N,       Y,       N,    N,       N,      N,     N,       N,        N,    N,         Y]),
    (Action::HouseholdCode, [N,      N,         N,       Y,       N,    N,       N,      N,     N,       N,        N,    N,         Y]),
    (Action::OwnHousehold,  [N,      Y,         N,       N,       N,    N,       N,      N,     N,       N,        N,    N,         N]),
    (Action::OwnBuildings,  [N,      N,         Y,       Y,       N,    N,       N,      N,     N,       N,        N,    N,         N]),
    (Action::OwnOutlet,     [N,      N,         N,       N,       N,    N,       Y,      N,     N,       N,        N,    N,         N]),
    (Action::OwnPlant,      [N,      N,         N,       N,       N,    N,       N,      Y,     N,       N,        N,    N,         N]),
    (Action::OwnProject,    [N,      N,         N,       N,       N,    N,       N,      N,     Y,       N,        N,    N,         N]),
    (Action::OwnQueue,      [N,      N,         N,       N,       N,    Y,       N,      N,     N,       N,        Y,    N,         N]),
    (Action::OrgRead,       [N,      N,         N,       Y,       N,    Y,       Y,      Y,     Y,       N,        Y,    N,         Y]),
    (Action::OrgAdd,        [N,      N,         N,       N,       N,    Y,       N,      N,     N,       N,        N,    N,         Y]),
    (Action::AccountRead,   [N,      N,         N,       Y,       N,    Y,       N,      N,     N,       N,        Y,    N,         Y]),
    (Action::AccountInvite, [N,      N,         N,       Y,       N,    Y,       N,      N,     N,       N,        Y,    N,         Y]),
    (Action::OwnAccount,    [N,      N,         Y,       Y,       Y,    Y,       Y,      Y,     Y,       Y,        Y,    Y,         Y]),
    (Action::LedgerVerify,  [N,      N,         N,       N,       N,    N,       N,      N,     N,       N,        Y,    N,         Y]),
    (Action::Export,        [N,      N,         N,       Y,       N,    Y,       N,      N,     N,       N,        Y,    N,         N]),
    (Action::ListingRead,   [N,      N,         N,       Y,       N,    Y,       Y,      N,     N,       N,        Y,    N,         Y]),
    (Action::ListingApply,  [N,      N,         N,       N,       N,    Y,       Y,      N,     N,       N,        N,    N,         N]),
    (Action::ListingDecide, [N,      N,         N,       N,       N,    Y,       N,      N,     N,       N,        Y,    N,         N]),
    (Action::FleetEdit,     [N,      N,         N,       N,       N,    Y,       Y,      N,     N,       N,        N,    N,         N]),
    (Action::StockRead,     [N,      N,         N,       Y,       N,    Y,       Y,      N,     N,       N,        Y,    N,         N]),
    (Action::StockReport,   [N,      N,         N,       N,       N,    Y,       Y,      N,     N,       N,        N,    N,         N]),
    (Action::TransferMove,  [N,      N,         N,       N,       N,    Y,       Y,      N,     N,       N,        N,    N,         N]),
    (Action::OrderPlace,    [N,      Y,         Y,       Y,       N,    N,       N,      N,     N,       N,        N,    N,         N]),
    (Action::OrderRead,     [N,      Y,         Y,       Y,       N,    Y,       Y,      N,     N,       N,        N,    N,         N]),
    (Action::OrderWork,     [N,      N,         N,       N,       N,    N,       Y,      N,     N,       N,        N,    N,         N]),
    (Action::AllotmentOpen, [N,      N,         N,       N,       N,    Y,       N,      N,     N,       N,        Y,    N,         N]),
    (Action::AllotmentAsk,  [N,      Y,         Y,       Y,       N,    N,       N,      N,     N,       N,        N,    N,         N]),
    (Action::PassRead,      [N,      N,         N,       N,       N,    Y,       Y,      N,     N,       N,        Y,    N,         N]),
    (Action::PassApply,     [N,      N,         N,       N,       N,    Y,       Y,      N,     N,       N,        N,    N,         N]),
    (Action::PassDecide,    [N,      N,         N,       N,       N,    Y,       N,      N,     N,       N,        Y,    N,         N]),
    (Action::PassRevoke,    [N,      N,         N,       N,       N,    Y,       Y,      N,     N,       N,        Y,    N,         N]),
    (Action::PassCheck,     [N,      N,         N,       Y,       Y,    Y,       N,      N,     N,       N,        Y,    N,         N]),
    (Action::PlanRead,      [N,      N,         N,       N,       N,    Y,       Y,      N,     N,       N,        Y,    N,         N]),
    (Action::PlanWork,      [N,      N,         N,       N,       N,    N,       Y,      N,     N,       N,        N,    N,         N]),
    (Action::ArrivalRead,   [N,      N,         Y,       Y,       N,    N,       N,      N,     N,       N,        N,    N,         N]),
    (Action::RideRead,      [N,      Y,         Y,       Y,       N,    Y,       Y,      N,     N,       N,        N,    N,         N]),
    (Action::RideBook,      [N,      Y,         Y,       Y,       N,    N,       N,      N,     N,       N,        N,    N,         N]),
    (Action::PersonRead,    [N,      Y,         Y,       Y,       N,    N,       N,      N,     N,       N,        N,    N,         N]),
    (Action::PersonOpen,    [N,      Y,         N,       Y,       N,    N,       N,      N,     N,       N,        N,    N,         N]),
    (Action::PersonEdit,    [N,      Y,         N,       Y,       N,    N,       N,      N,     N,       N,        N,    N,         N]),
    (Action::RegisterEnd,   [N,      N,         N,       N,       N,    Y,       N,      N,     N,       N,        Y,    N,         N]),
    (Action::VisitRead,     [N,      N,         Y,       Y,       N,    Y,       N,      N,     N,       N,        Y,    N,         N]),
    (Action::VisitWork,     [N,      N,         Y,       Y,       N,    N,       N,      N,     N,       N,        N,    N,         N]),
    (Action::VolunteerRead, [N,      N,         N,       Y,       N,    Y,       N,      N,     N,       N,        N,    N,         N]),
    (Action::VolunteerEdit, [N,      N,         N,       Y,       N,    Y,       N,      N,     N,       N,        N,    N,         N]),
    (Action::ShiftRead,     [N,      N,         Y,       Y,       N,    Y,       N,      N,     N,       N,        Y,    N,         N]),
    (Action::ShiftWork,     [N,      N,         N,       Y,       N,    Y,       N,      N,     N,       N,        N,    N,         N]),
    (Action::AppointmentRead, [N,       Y,         Y,       Y,       N,    N,       N,      N,     N,       Y,        N,    N,         N]),
    (Action::AppointmentEdit, [N,       Y,         Y,       Y,       N,    N,       N,      N,     N,       N,        N,    N,         N]),
    (Action::AppointmentOpen, [N,       Y,         N,       Y,       N,    N,       N,      N,     N,       Y,        N,    N,         N]),
    (Action::AppointmentAnswer, [N,       N,         N,       N,       N,    N,       N,      N,     N,       Y,        N,    N,         N]),
    (Action::CalendarShare,  [N,       Y,         N,       N,       N,    N,       N,      N,     N,       Y,        N,    N,         N]),
    (Action::DutyRead,      [N,      N,         Y,       Y,       N,    Y,       N,      N,     N,       N,        Y,    N,         N]),
    (Action::DutyAssign,    [N,      N,         N,       Y,       N,    Y,       N,      N,     N,       N,        N,    N,         N]),
    (Action::CallTake,      [N,      N,         N,       N,       N,    N,       N,      N,     N,       N,        N,    Y,         N]),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_has_exactly_one_row_and_somebody_who_may() {
        for action in Action::all() {
            assert_eq!(TABLE.iter().filter(|(row, _)| *row == action).count(), 1, "{action:?}");
            assert!(Holder::ALL.into_iter().any(|holder| holder.may(action)), "{action:?}");
        }
    }

    #[test]
    fn nobody_may_do_nothing() {
        assert!(Action::all().all(|action| !Holder::Nobody.may(action)));
    }

    #[test]
    fn a_household_touches_only_its_own_needs_orders_rides_people_appointments_and_page() {
        let may: Vec<_> = Action::all().filter(|action| Holder::Household.may(*action)).collect();
        assert_eq!(
            may,
            [
                Action::NeedRaise,
                Action::NeedRead,
                Action::NeedComment,
                Action::NeedStrikeOff,
                Action::NeedReopen,
                Action::OwnHousehold,
                Action::OrderPlace,
                Action::OrderRead,
                Action::AllotmentAsk,
                Action::RideRead,
                Action::RideBook,
                Action::PersonRead,
                Action::PersonOpen,
                Action::PersonEdit,
                Action::AppointmentRead,
                Action::AppointmentEdit,
                Action::AppointmentOpen,
                Action::CalendarShare
            ]
        );
    }

    #[test]
    fn an_administrator_reads_no_need() {
        assert!(!Holder::Role(Role::Administrator).may(Action::NeedRead));
        assert!(!Holder::Role(Role::Administrator).may(Action::Export));
    }

    #[test]
    fn a_call_taker_takes_calls_and_nothing_else() {
        let holder = Holder::Role(Role::CallTaker);
        let may: Vec<_> = Action::all().filter(|action| holder.may(*action)).collect();
        assert_eq!(may, [Action::OwnAccount, Action::CallTake]);
    }

    #[test]
    fn whoever_raises_can_strike_off_or_work_for_those_who_raised() {
        for holder in Holder::ALL.into_iter().filter(|holder| holder.may(Action::NeedRaise)) {
            assert!(holder.may(Action::NeedRead), "{holder:?}");
            assert!(holder.may(Action::NeedReopen), "{holder:?}");
        }
    }

    #[test]
    fn only_an_administrator_gives_the_own_role_on() {
        for role in Role::ALL {
            assert_eq!(
                role.may_grant().contains(&role),
                role == Role::Administrator,
                "{role:?}"
            );
            let may_invite = Holder::Role(role).may(Action::AccountInvite);
            assert_eq!(may_invite, !role.may_grant().is_empty(), "{role:?}");
        }
    }

    #[test]
    fn a_role_never_gives_more_than_it_may_do_over_needs() {
        for role in Role::ALL.into_iter().filter(|role| *role != Role::Administrator) {
            for given in role.may_grant() {
                for action in [
                    Action::NeedWork,
                    Action::NeedDecline,
                    Action::BriefingRead,
                    Action::LedgerVerify,
                ] {
                    let gains = Holder::Role(*given).may(action) && !Holder::Role(role).may(action);
                    assert!(!gains, "{role:?} would give {action:?} through {given:?}");
                }
            }
        }
    }

    #[test]
    fn keys_read_back() {
        for role in Role::ALL {
            assert_eq!(Role::from_key(role.key()), Some(role));
        }
    }
}
