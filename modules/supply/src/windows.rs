//! Delivery windows, as their outlet opens and closes them.

use crate::Supply;
use crate::error::SupplyError;
use crate::rules::window::{NewWindow, Window};
use crate::store::firm::Firm;
use crate::store::windows;
use std::sync::Arc;
use tongxin_account::Scope;
use tongxin_city::{OrgId, Timestamp, WindowId};
use tongxin_storage::CommandKey;
use tongxin_web::FieldFault;

impl Supply {
    /// Opens windows once, all or none.
    ///
    /// # Errors
    /// `Faults` when one begins at the same time as another of the outlet; or a storage failure.
    pub(crate) async fn open_windows(
        &self,
        command: CommandKey,
        firm: &Firm,
        new: Vec<NewWindow>,
        now: Timestamp,
    ) -> Result<Vec<WindowId>, SupplyError> {
        let work = Arc::new((firm.id(), new, self.places().city()?));
        let opened = self.db().write_once(command, move |tx| {
            let work = Arc::clone(&work);
            Box::pin(async move {
                let (org, new, city) = &*work;
                for window in new {
                    if windows::begins_at(tx, *org, window.from_at).await? {
                        let fault = FieldFault::new("from_at", "supply-window-taken");
                        let at = city.file.zone.to_local_input(window.from_at).replace('T', " ");
                        return Err(SupplyError::from(fault.arg("at", at)));
                    }
                }
                let mut ids = Vec::with_capacity(new.len());
                for window in new {
                    let id = WindowId::generate(now);
                    windows::insert(tx, id, *org, window).await?;
                    ids.push(id);
                }
                Ok(ids)
            })
        });
        Ok(opened.await?.value)
    }

    /// Closes a window, or opens it again. What was ordered for it stays ordered.
    ///
    /// # Errors
    /// `NotFound` for a window of no outlet in the scope; or a storage failure.
    pub(crate) async fn set_window_open(
        &self,
        command: CommandKey,
        scope: Scope,
        id: WindowId,
        is_open: bool,
    ) -> Result<WindowId, SupplyError> {
        let done = self.db().write_once(command, move |tx| {
            let scope = scope.clone();
            Box::pin(async move {
                if windows::set_open(tx, &scope, id, is_open).await? {
                    Ok(id)
                } else {
                    Err(SupplyError::NotFound)
                }
            })
        });
        Ok(done.await?.value)
    }

    /// An outlet's windows from a moment on, closed ones too.
    pub(crate) async fn outlet_windows(
        &self,
        scope: &Scope,
        org: OrgId,
        from: Timestamp,
        limit: u32,
    ) -> Result<Vec<Window>, SupplyError> {
        Ok(windows::list(self.db(), scope, org, from, limit).await?)
    }
}
