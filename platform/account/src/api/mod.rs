//! JSON under `/api/v1` about signing in, the own account, people and invitations. Each handler reads: who asks, what,
//! done, answered.

pub(crate) mod bodies;
mod invitations;
mod me;
mod people;
mod resets;
mod sessions;

use utoipa_axum::routes;

use crate::{Accounts, Action, Right, Routes};

/// The routes of this folder.
pub(crate) fn routes() -> Routes<Accounts> {
    Routes::new()
        .api(routes!(sessions::sign_in), Right::Anyone)
        .api(routes!(sessions::sign_in_household), Right::Anyone)
        .api(routes!(sessions::sign_out), Right::SignedIn)
        .api(routes!(me::me), Right::SignedIn)
        .api(
            routes!(me::list_tokens, me::create_token),
            Right::May(Action::OwnAccount),
        )
        .api(routes!(me::delete_token), Right::May(Action::OwnAccount))
        .api(routes!(invitations::list_invitations), Right::May(Action::AccountRead))
        .api(routes!(invitations::invite), Right::May(Action::AccountInvite))
        .api(
            routes!(invitations::revoke_invitation),
            Right::May(Action::AccountInvite),
        )
        .api(routes!(invitations::accept_invitation), Right::Anyone)
        .api(routes!(people::list_people), Right::May(Action::AccountRead))
        .api(routes!(people::end_grant), Right::May(Action::AccountInvite))
        .api(routes!(resets::make_reset), Right::May(Action::AccountInvite))
        .api(routes!(resets::sign_out_everywhere), Right::May(Action::AccountInvite))
        .api(routes!(resets::reset_password), Right::Anyone)
}
