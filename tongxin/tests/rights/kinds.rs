//! What the variable parts of addresses and bodies name. A new one that is not here stops the walk, so that nobody
//! forgets to try the neighbour's.

use std::collections::BTreeMap;

/// What a part of an address, a parameter or a field names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    Place,
    Household,
    /// The secret on a door.
    HouseholdCode,
    Org,
    Account,
    Need,
    Attachment,
    Grant,
    Invitation,
    /// The secret of an invitation's link.
    InvitationToken,
    /// The secret of a link for a new password.
    ResetToken,
    /// A session or an API token.
    Session,
    /// A figure of the briefing: a word that is the same for all places.
    Figure,
    /// An organisation of the whitelist.
    Firm,
    /// A firm as those see it whom it serves.
    Shop,
    Application,
    Vehicle,
    Staff,
    /// Something sold; the catalogue is one for all.
    Item,
    Picture,
    StockReport,
    Window,
    Order,
    Run,
    Transfer,
    Pass,
    /// Passes applied for together.
    PassBatch,
    /// Of a firm's runs of one day.
    Plan,
    /// A run of such a plan.
    DayRun,
    /// What somebody carries on foot from a compound's gate.
    FootRun,
    /// A patient's, there or back.
    Ride,
    /// Somebody in the register of people in difficulty.
    Person,
    /// The photo of a prescription.
    Prescription,
    /// Of appointments at a hospital.
    Series,
    Appointment,
    Volunteer,
    /// What is secret in a volunteer's link.
    VolunteerLink,
    /// And in the address of their calendar.
    VolunteerFeed,
    /// A team of volunteers.
    Team,
    Shift,
    /// What is secret in a shift's square code.
    ShiftCode,
    /// To a door, within a shift.
    Errand,
    /// The secret of a calendar's link.
    CalendarFile,
    /// Open to everybody.
    Allotment,
    /// Zoom, column or row of the base map's tile that shows the whole world: the same for everybody.
    Tile,
}

impl Kind {
    /// Whether knowing it is what lets one in.
    pub fn is_secret(self) -> bool {
        matches!(
            self,
            HouseholdCode | InvitationToken | ResetToken | CalendarFile | VolunteerLink | VolunteerFeed | ShiftCode
        )
    }
}

use Kind::*;

/// Variable parts of addresses, each with the part before it. Add new ones here.
const PATHS: &[(&str, Kind)] = &[
    ("places/{code}", Place),
    ("board/{code}", Place),
    ("buildings/{code}", Place),
    ("h/{code}", HouseholdCode),
    ("households/{id}", Household),
    ("orgs/{id}", Org),
    ("needs/{id}", Need),
    ("attachments/{id}", Attachment),
    ("grants/{id}", Grant),
    ("invitations/{id}", Invitation),
    ("invitations/{token}", InvitationToken),
    ("join/{token}", InvitationToken),
    ("people/{id}", Account),
    ("reset/{token}", ResetToken),
    ("resets/{token}", ResetToken),
    ("sessions/{id}", Session),
    ("tokens/{id}", Session),
    ("figure/{key}", Figure),
    ("firms/{org}", Firm),
    ("listings/{org}", Firm),
    ("outlets/{org}", Firm),
    ("cover/{org}", Firm),
    ("shop/{org}", Shop),
    ("applications/{id}", Application),
    ("vehicles/{id}", Vehicle),
    ("staff/{id}", Staff),
    ("items/{id}", Item),
    ("goods/{id}", Item),
    ("offers/{id}", Item),
    ("pictures/{id}", Picture),
    ("stock-reports/{id}", StockReport),
    ("windows/{id}", Window),
    ("orders/{id}", Order),
    ("photos/{order}", Order),
    ("runs/{id}", Run),
    ("plans/{id}", Plan),
    ("day-runs/{id}", DayRun),
    ("runs-sheet/{id}", DayRun),
    ("rides/{id}", Ride),
    ("hand-out/{run}", FootRun),
    ("people/{person}", Person),
    ("prescriptions/{photo}", Prescription),
    ("duty/{code}", Place),
    ("series/{series}", Series),
    ("appointments/{appointment}", Appointment),
    ("volunteers/{volunteer}", Volunteer),
    ("v/{key}", VolunteerLink),
    ("shifts-calendar/{feed}", VolunteerFeed),
    ("teams/{team}", Team),
    ("shifts/{shift}", Shift),
    ("in/{code}", ShiftCode),
    ("calendar/{file}", CalendarFile),
    ("transfers/{id}", Transfer),
    ("passes/{id}", Pass),
    ("batches/{batch}", PassBatch),
    ("allotments/{id}", Allotment),
    ("tiles/{z}", Tile),
    ("{z}/{x}", Tile),
    ("{x}/{y}", Tile),
];

/// Types of the API's description that name something. Add new ones here.
const TYPES: &[(&str, Kind)] = &[
    ("PlaceCode", Place),
    ("HouseholdId", Household),
    ("OrgId", Org),
    ("AccountId", Account),
    ("NeedId", Need),
    ("AttachmentId", Attachment),
    ("GrantId", Grant),
    ("InvitationId", Invitation),
    ("TokenId", Session),
    ("ApplicationId", Application),
    ("VehicleId", Vehicle),
    ("StaffId", Staff),
    ("ItemId", Item),
    ("PictureId", Picture),
    ("StockReportId", StockReport),
    ("WindowId", Window),
    ("OrderId", Order),
    ("RunId", Run),
    ("PlanId", Plan),
    ("RideId", Ride),
    ("PersonId", Person),
    ("SeriesId", Series),
    ("AppointmentId", Appointment),
    ("VolunteerId", Volunteer),
    ("TeamId", Team),
    ("ShiftId", Shift),
    ("ErrandId", Errand),
    ("TransferId", Transfer),
    ("PassId", Pass),
    ("PassBatchId", PassBatch),
    ("AllotmentId", Allotment),
];

/// Values by what they name: the own ones of somebody, or a neighbour's.
pub type Values = BTreeMap<Kind, Vec<String>>;

/// The variable parts of an address, in order: the part as it stands there, and what it names.
///
/// # Errors
/// A sentence for whoever added the route.
pub fn parts_of(path: &str) -> Result<Vec<(&str, Kind)>, String> {
    let segments: Vec<&str> = path.split('/').collect();
    let variable = segments.iter().enumerate().filter(|(_, part)| part.starts_with('{'));
    variable
        .map(|(at, part)| {
            let known = format!("{}/{part}", segments[at - 1]);
            let kind = PATHS.iter().find(|(name, _)| *name == known).map(|(_, kind)| *kind);
            let unknown = || format!("what does {known} name? Say it in PATHS of tongxin/tests/rights/kinds.rs");
            kind.map(|kind| (*part, kind)).ok_or_else(unknown)
        })
        .collect()
}

/// What a type of the API's description names; nothing for one that names nothing.
///
/// # Errors
/// A sentence for whoever added the type.
pub fn kind_of_type(name: &str) -> Result<Option<Kind>, String> {
    let kind = TYPES.iter().find(|(known, _)| *known == name).map(|(_, kind)| *kind);
    // A page of movements goes on from one; nothing else names them.
    let looks_like_one = (name.ends_with("Id") || name.ends_with("Code")) && name != "MovementId";
    if kind.is_none() && looks_like_one {
        return Err(format!(
            "what does the type {name} name? Say it in TYPES of tongxin/tests/rights/kinds.rs"
        ));
    }
    Ok(kind)
}
