//! The vehicles and staff of listed firms, entered by their managers and officers.

use crate::Supply;
use crate::error::SupplyError;
use crate::limits::{STAFF_OF_FIRM_MAX, VEHICLES_OF_FIRM_MAX};
use crate::rules::fields::Fields;
use crate::rules::listing::ListingState;
use crate::rules::staff::{AskedStaff, NewStaff};
use crate::rules::vehicle::{AskedVehicle, NewVehicle, read_pass};
use crate::store::fleet::{FleetFilter, staff, vehicles};
use crate::store::whitelist::listings;
use crate::whitelist::{Decider, Paged};
use tongxin_account::Scope;
use tongxin_city::{OrgId, StaffId, Timestamp, VehicleId};
use tongxin_storage::{CommandKey, Tx};
use tongxin_web::FieldFault;

/// A vehicle or a member of staff.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Member {
    Vehicle(VehicleId),
    Staff(StaffId),
}

/// What is done to one that a firm has.
#[derive(Debug, Clone)]
pub(crate) enum MemberStep {
    /// It leaves the firm.
    End,
    /// Its pass has this number; none takes the number away.
    Pass(Option<String>),
}

impl MemberStep {
    /// A pass's number as somebody typed it.
    pub(crate) fn pass(text: &str) -> Result<MemberStep, SupplyError> {
        let mut fields = Fields::default();
        let number = read_pass(&mut fields, text);
        fields.finish(MemberStep::Pass(number)).map_err(SupplyError::Faults)
    }
}

impl Supply {
    /// A page of the vehicles of firms inside a scope.
    pub(crate) async fn vehicles_page(
        &self,
        scope: &Scope,
        filter: &FleetFilter,
        after: Option<VehicleId>,
        limit: u32,
    ) -> Result<Paged<vehicles::Vehicle, VehicleId>, SupplyError> {
        let rows = vehicles::page(self.db(), scope, filter, after, limit + 1).await?;
        Ok(Paged::of(rows, limit, |vehicle| vehicle.id))
    }

    /// A page of the staff of firms inside a scope.
    pub(crate) async fn staff_page(
        &self,
        scope: &Scope,
        filter: &FleetFilter,
        after: Option<StaffId>,
        limit: u32,
    ) -> Result<Paged<staff::Staff, StaffId>, SupplyError> {
        let rows = staff::page(self.db(), scope, filter, after, limit + 1).await?;
        Ok(Paged::of(rows, limit, |staff| staff.id))
    }

    /// How many vehicles and how many staff a filter finds.
    pub(crate) async fn fleet_counts(&self, scope: &Scope, filter: &FleetFilter) -> Result<(i64, i64), SupplyError> {
        let vehicles = vehicles::count(self.db(), scope, filter).await?;
        Ok((vehicles, staff::count(self.db(), scope, filter).await?))
    }

    /// Adds a vehicle to a firm.
    pub(crate) async fn add_vehicle(
        &self,
        command: CommandKey,
        by: Decider,
        org: OrgId,
        asked: AskedVehicle,
        now: Timestamp,
    ) -> Result<VehicleId, SupplyError> {
        let new = NewVehicle::read(asked).map_err(SupplyError::Faults)?;
        let answer = self.db().write_once(command, move |tx| {
            let (by, new) = (by.clone(), new.clone());
            Box::pin(async move {
                running_firm(tx, &by, org).await?;
                if vehicles::taken(tx, &new.plate).await? {
                    return Err(plate_taken(&new));
                }
                if vehicles::running(tx, org).await? >= VEHICLES_OF_FIRM_MAX {
                    return Err(too_many(VEHICLES_OF_FIRM_MAX));
                }
                let id = VehicleId::generate(now);
                vehicles::insert(tx, &[(id, org, &new)], &by.actor, now).await?;
                Ok(id)
            })
        });
        Ok(answer.await?.value)
    }

    /// Adds somebody to a firm's staff.
    pub(crate) async fn add_staff(
        &self,
        command: CommandKey,
        by: Decider,
        org: OrgId,
        asked: AskedStaff,
        now: Timestamp,
    ) -> Result<StaffId, SupplyError> {
        let new = NewStaff::read(asked).map_err(SupplyError::Faults)?;
        let answer = self.db().write_once(command, move |tx| {
            let (by, new) = (by.clone(), new.clone());
            Box::pin(async move {
                running_firm(tx, &by, org).await?;
                if staff::running(tx, org).await? >= STAFF_OF_FIRM_MAX {
                    return Err(too_many(STAFF_OF_FIRM_MAX));
                }
                let id = StaffId::generate(now);
                staff::insert(tx, &[(id, org, &new)], &by.actor, now).await?;
                Ok(id)
            })
        });
        Ok(answer.await?.value)
    }

    /// Takes a step with a vehicle or a member of staff; answers whose it is.
    pub(crate) async fn step_member(
        &self,
        command: CommandKey,
        by: Decider,
        member: Member,
        step: MemberStep,
        now: Timestamp,
    ) -> Result<OrgId, SupplyError> {
        let answer = self.db().write_once(command, move |tx| {
            let (by, step) = (by.clone(), step.clone());
            Box::pin(async move { take(tx, &by, member, &step, now).await })
        });
        Ok(answer.await?.value)
    }
}

async fn take(
    tx: &mut Tx,
    by: &Decider,
    member: Member,
    step: &MemberStep,
    now: Timestamp,
) -> Result<OrgId, SupplyError> {
    let found = match member {
        Member::Vehicle(id) => vehicles::firm_of(tx, id).await?,
        Member::Staff(id) => staff::firm_of(tx, id).await?,
    };
    let (org, has_ended) = found.ok_or(SupplyError::NotFound)?;
    listings::get_in(tx, &by.may, org).await?.ok_or(SupplyError::NotFound)?;
    if has_ended {
        return Err(SupplyError::Refused("fleet-ended"));
    }
    match (member, step) {
        (Member::Vehicle(id), MemberStep::End) => vehicles::end(tx, id, &by.actor, now),
        (Member::Staff(id), MemberStep::End) => staff::end(tx, id, &by.actor, now),
        (Member::Vehicle(id), MemberStep::Pass(number)) => vehicles::set_pass(tx, id, number.as_deref()),
        (Member::Staff(id), MemberStep::Pass(number)) => staff::set_pass(tx, id, number.as_deref()),
    }
    Ok(org)
}

/// A firm that can have vehicles and staff: it is or was listed, and has not left the whitelist.
pub(crate) async fn running_firm(tx: &mut Tx, by: &Decider, org: OrgId) -> Result<(), SupplyError> {
    let listing = listings::get_in(tx, &by.may, org).await?;
    let listing = listing.ok_or_else(|| FieldFault::new("org", "supply-whitelist-unknown-firm"))?;
    match listing.standing.state {
        ListingState::Ended => Err(SupplyError::Refused("listing-ended")),
        _ => Ok(()),
    }
}

fn plate_taken(new: &NewVehicle) -> SupplyError {
    let fault = FieldFault::new("plate", "supply-fleet-plate-taken");
    fault.arg("plate", &new.plate).into()
}

fn too_many(max: i64) -> SupplyError {
    FieldFault::new("org", "supply-fleet-too-many").arg("max", max).into()
}
