//! Appointments, one by one, and what happened to each.

use crate::rules::appointment::{AppointmentState, Step};
use crate::store::columns::{at, day, id, opt_at, opt_id, word};
use tongxin_account::Scope;
use tongxin_city::{AppointmentId, Day, HouseholdId, NeedId, OrgId, PassId, PlaceCode, RideId, SeriesId, Timestamp};
use tongxin_storage::{Db, Row, Sql, StorageError, Tx, args};

/// An appointment as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Appointment {
    pub(crate) id: AppointmentId,
    pub(crate) series: SeriesId,
    pub(crate) household: HouseholdId,
    pub(crate) building: PlaceCode,
    pub(crate) hospital: OrgId,
    pub(crate) day: Day,
    pub(crate) at: Timestamp,
    pub(crate) minutes: i64,
    pub(crate) state: AppointmentState,
    pub(crate) answer: Option<String>,
    pub(crate) booked: Booked,
    /// When it has to be confirmed, while it is not.
    pub(crate) confirm_by: Option<Timestamp>,
    /// The need that says that it was not.
    pub(crate) need: Option<NeedId>,
    pub(crate) seq: i64,
    pub(crate) changed_at: Timestamp,
}

/// What a confirmed appointment has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Booked {
    pub(crate) there: Option<RideId>,
    pub(crate) back: Option<RideId>,
    pub(crate) pass: Option<PassId>,
    pub(crate) escort_pass: Option<PassId>,
}

impl Booked {
    /// The passes of those who go.
    pub(crate) fn passes(&self) -> Vec<PassId> {
        self.pass.into_iter().chain(self.escort_pass).collect()
    }
}

impl Appointment {
    /// When it ends.
    pub(crate) fn until_at(&self) -> Timestamp {
        self.at.plus_minutes(self.minutes)
    }

    /// The short sign by which a hospital and whoever asks speak of it: the end of its number.
    pub(crate) fn sign(&self) -> String {
        sign_of(self.id)
    }
}

/// The sign of the appointment of that number.
pub(crate) fn sign_of(id: AppointmentId) -> String {
    let text = id.to_string();
    let symbols: Vec<char> = text.chars().filter(|symbol| symbol.is_alphanumeric()).collect();
    symbols[symbols.len().saturating_sub(6)..].iter().collect()
}

const APPOINTMENT: &str =
    "SELECT id, series_id, household_id, building_code, org_id, day, at, minutes, state, answer, there_id,
    back_id, pass_id, escort_pass_id, confirm_by, need_id, seq, changed_at FROM care_appointment WHERE ";

fn appointment(row: &Row) -> Result<Appointment, StorageError> {
    Ok(Appointment {
        id: id(row, "id")?,
        series: id(row, "series_id")?,
        household: id(row, "household_id")?,
        building: word(row, "building_code")?,
        hospital: id(row, "org_id")?,
        day: day(row, "day")?,
        at: at(row, "at")?,
        minutes: row.int("minutes")?,
        state: word(row, "state")?,
        answer: row.opt_text("answer")?,
        booked: Booked {
            there: opt_id(row, "there_id")?,
            back: opt_id(row, "back_id")?,
            pass: opt_id(row, "pass_id")?,
            escort_pass: opt_id(row, "escort_pass_id")?,
        },
        confirm_by: opt_at(row, "confirm_by")?,
        need: opt_id(row, "need_id")?,
        seq: row.int("seq")?,
        changed_at: at(row, "changed_at")?,
    })
}

/// Writes a new appointment down, on the day that its series' rule names.
pub(crate) fn insert(tx: &mut Tx, new: &Appointment) {
    tx.defer(
        "INSERT INTO care_appointment (id, series_id, household_id, building_code, org_id, rule_on, day, at, minutes, state,
             confirm_by, seq, changed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $6, $7, $8, $9, $10, $11, $12)
         ON CONFLICT (series_id, rule_on) DO NOTHING",
        args![
            new.id.get(),
            new.series.get(),
            new.household.get(),
            new.building.as_str(),
            new.hospital.get(),
            new.day.number(),
            new.at.millis(),
            new.minutes,
            new.state.as_str(),
            new.confirm_by.map(Timestamp::millis),
            new.seq,
            new.changed_at.millis()
        ],
    );
}

/// Writes how an appointment stands over how it stood at `old_seq`.
pub(crate) fn update(tx: &mut Tx, old_seq: i64, new: &Appointment) {
    let booked = &new.booked;
    tx.defer_one(
        "UPDATE care_appointment SET day = $3, at = $4, minutes = $5, state = $6, answer = $7, there_id = $8, back_id = $9,
             pass_id = $10, escort_pass_id = $11, confirm_by = $12, need_id = $13, seq = $14, changed_at = $15
         WHERE id = $1 AND seq = $2",
        args![
            new.id.get(),
            old_seq,
            new.day.number(),
            new.at.millis(),
            new.minutes,
            new.state.as_str(),
            new.answer.clone(),
            booked.there.map(RideId::get),
            booked.back.map(RideId::get),
            booked.pass.map(PassId::get),
            booked.escort_pass.map(PassId::get),
            new.confirm_by.map(Timestamp::millis),
            new.need.map(NeedId::get),
            new.seq,
            new.changed_at.millis()
        ],
    );
}

/// Notes the need that says that an appointment is not sure.
pub(crate) fn set_need(tx: &mut Tx, id: AppointmentId, need: NeedId) {
    let sql = "UPDATE care_appointment SET need_id = $2 WHERE id = $1";
    tx.defer(sql, args![id.get(), need.get()]);
}

/// What happened.
pub(crate) fn add_event(tx: &mut Tx, id: AppointmentId, seq: i64, step: Step, actor: &str, now: Timestamp) {
    tx.defer(
        "INSERT INTO care_appointment_event (appointment_id, seq, at, actor, step) VALUES ($1, $2, $3, $4, $5)",
        args![id.get(), seq, now.millis(), actor, step.as_str()],
    );
}

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Happened {
    pub(crate) at: Timestamp,
    pub(crate) actor: String,
    pub(crate) step: Step,
}

/// What happened to an appointment, in order.
pub(crate) async fn events(db: &Db, id: AppointmentId) -> Result<Vec<Happened>, StorageError> {
    let sql = "SELECT at, actor, step FROM care_appointment_event WHERE appointment_id = $1 ORDER BY seq";
    let rows = db.all(sql, args![id.get()]).await?;
    let happened = |row: &Row| {
        Ok(Happened {
            at: at(row, "at")?,
            actor: row.text("actor")?,
            step: word(row, "step")?,
        })
    };
    rows.iter().map(happened).collect()
}

/// Adds the rows that a scope covers: of a household, of buildings, of a hospital.
fn push_scope(sql: &mut Sql, scope: &Scope) {
    scope.push_sql(sql, Some("building_code"), Some("org_id"), Some("household_id"));
}

/// An appointment, if the scope covers it.
pub(crate) async fn get(db: &Db, scope: &Scope, id: AppointmentId) -> Result<Option<Appointment>, StorageError> {
    let mut sql = Sql::new(APPOINTMENT);
    sql.push("id = ").bind(id.get()).push(" AND ");
    push_scope(&mut sql, scope);
    db.select(sql).await?.iter().map(appointment).next().transpose()
}

/// An appointment as a write sees it.
pub(crate) async fn get_in(tx: &mut Tx, id: AppointmentId) -> Result<Option<Appointment>, StorageError> {
    let mut sql = Sql::new(APPOINTMENT);
    sql.push("id = ").bind(id.get());
    tx.select(sql).await?.iter().map(appointment).next().transpose()
}

/// Which appointments somebody looks for.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct AppointmentFilter {
    /// From that day on.
    pub(crate) from: Option<Day>,
    /// Up to that day.
    pub(crate) until: Option<Day>,
    /// Inside this place only.
    pub(crate) place: Option<PlaceCode>,
    /// Standing so.
    pub(crate) state: Option<AppointmentState>,
    /// After this one.
    pub(crate) after: Option<(Timestamp, AppointmentId)>,
}

/// Appointments inside a scope in the order in which they come, at most so many.
pub(crate) async fn page(
    db: &Db,
    scope: &Scope,
    filter: &AppointmentFilter,
    limit: u32,
) -> Result<Vec<Appointment>, StorageError> {
    let mut sql = Sql::new(APPOINTMENT);
    push_scope(&mut sql, scope);
    if let Some(day) = filter.from {
        sql.push(" AND day >= ").bind(day.number());
    }
    if let Some(day) = filter.until {
        sql.push(" AND day <= ").bind(day.number());
    }
    if let Some(place) = &filter.place {
        let (from, below) = place.range();
        sql.push(" AND building_code >= ").bind(from);
        sql.push(" AND building_code < ").bind(below);
    }
    if let Some(state) = filter.state {
        sql.push(" AND state = ").bind(state.as_str());
    }
    if let Some((at, id)) = filter.after {
        sql.push(" AND (at > ").bind(at.millis());
        sql.push(" OR (at = ").bind(at.millis());
        sql.push(" AND id > ").bind(id.get()).push("))");
    }
    sql.push(" ORDER BY at, id LIMIT ").bind(limit);
    db.select(sql).await?.iter().map(appointment).collect()
}

/// The appointments of a series that somebody still has to see to, as a write sees them.
pub(crate) async fn open_of_in(tx: &mut Tx, series: SeriesId) -> Result<Vec<Appointment>, StorageError> {
    let mut sql = Sql::new(APPOINTMENT);
    sql.push("series_id = ")
        .bind(series.get())
        .push(" AND state IN ('asked', 'proposed', 'confirmed', 'refused', 'lapsed') ORDER BY at");
    tx.select(sql).await?.iter().map(appointment).collect()
}

/// The appointments of a series, as a write sees them.
pub(crate) async fn of_series_in(tx: &mut Tx, series: SeriesId) -> Result<Vec<Appointment>, StorageError> {
    let mut sql = Sql::new(APPOINTMENT);
    sql.push("series_id = ").bind(series.get());
    tx.select(sql).await?.iter().map(appointment).collect()
}

/// How many appointments of a household are to come.
pub(crate) async fn count_to_come_in(tx: &mut Tx, household: HouseholdId, now: Timestamp) -> Result<i64, StorageError> {
    let sql =
        "SELECT COUNT(*) AS count FROM care_appointment WHERE household_id = $1 AND at > $2 AND state <> 'cancelled'";
    let row = tx.optional(sql, args![household.get(), now.millis()]).await?;
    row.map_or(Ok(0), |row| row.int("count"))
}

/// Appointments that should have been confirmed by now and of which no need says that they were not.
pub(crate) async fn unsure(db: &Db, now: Timestamp, limit: u32) -> Result<Vec<AppointmentId>, StorageError> {
    let sql = "SELECT id FROM care_appointment WHERE confirm_by IS NOT NULL AND need_id IS NULL AND confirm_by <= $1
         ORDER BY confirm_by, id LIMIT $2";
    let rows = db.all(sql, args![now.millis(), i64::from(limit)]).await?;
    rows.iter().map(|row| id(row, "id")).collect()
}

/// Appointments whose time has begun and that are not called over or lapsed yet.
pub(crate) async fn passing(db: &Db, now: Timestamp, limit: u32) -> Result<Vec<AppointmentId>, StorageError> {
    let sql =
        "SELECT id FROM care_appointment WHERE state IN ('asked', 'proposed', 'confirmed', 'refused') AND at <= $1
         ORDER BY at, id LIMIT $2";
    let rows = db.all(sql, args![now.millis(), i64::from(limit)]).await?;
    rows.iter().map(|row| id(row, "id")).collect()
}

/// Confirmed appointments to come that one of these rides belongs to.
pub(crate) async fn confirmed_with_rides(
    db: &Db,
    rides: &[RideId],
    now: Timestamp,
) -> Result<Vec<AppointmentId>, StorageError> {
    let mut sql = Sql::new("SELECT id FROM care_appointment WHERE state = 'confirmed' AND at > ");
    sql.bind(now.millis()).push(" AND (there_id IN ");
    sql.bind_list(rides.iter().map(|ride| ride.get()));
    sql.push(" OR back_id IN ")
        .bind_list(rides.iter().map(|ride| ride.get()));
    sql.push(") ORDER BY at, id");
    db.select(sql).await?.iter().map(|row| id(row, "id")).collect()
}

/// Appointments of before that day.
pub(crate) async fn before(db: &Db, day: Day, limit: u32) -> Result<Vec<AppointmentId>, StorageError> {
    let sql = "SELECT id FROM care_appointment WHERE day < $1 ORDER BY day, id LIMIT $2";
    let rows = db.all(sql, args![day.number(), i64::from(limit)]).await?;
    rows.iter().map(|row| id(row, "id")).collect()
}

/// Forgets whose an appointment was and what happened to it; it is still counted in its subdistrict, until its time has come.
pub(crate) fn unlink(tx: &mut Tx, id: AppointmentId, subdistrict: &PlaceCode) {
    tx.defer(
        "UPDATE care_appointment SET household_id = 0, building_code = $2, answer = NULL, need_id = NULL WHERE id = $1",
        args![id.get(), subdistrict.as_str()],
    );
    tx.defer(
        "DELETE FROM care_appointment_event WHERE appointment_id = $1",
        args![id.get()],
    );
}

/// Forgets an appointment with what happened to it.
pub(crate) fn remove(tx: &mut Tx, id: AppointmentId) {
    tx.defer(
        "DELETE FROM care_appointment_event WHERE appointment_id = $1",
        args![id.get()],
    );
    tx.defer("DELETE FROM care_appointment WHERE id = $1", args![id.get()]);
}
