//! What a run that has left has yet to do, planned anew.

use super::runs::{RunRecord, insert_stop};
use crate::rules::plan::PlannedRun;
use tongxin_city::PlanId;
use tongxin_storage::{Tx, args};

/// Changes what a run that has left has yet to do; what is done and who is on board stays. Its times are those expected now,
/// so that it is no longer behind them. Whoever was second tries again.
pub(crate) fn put_anew(tx: &mut Tx, plan: PlanId, known: &RunRecord, run: &PlannedRun) {
    tx.defer_one(
        "UPDATE dispatch_run SET plan_id = $3, end_at = $4, metres = $5, delay_ms = 0, seq = seq + 1
         WHERE id = $1 AND seq = $2",
        args![known.id.get(), known.seq, plan.get(), run.end_at.millis(), run.metres],
    );
    tx.defer(
        "DELETE FROM dispatch_cargo WHERE run_id = $1 AND state = 'open'",
        args![known.id.get()],
    );
    tx.defer(
        "DELETE FROM dispatch_stop WHERE run_id = $1 AND done_at IS NULL AND stop NOT IN
             (SELECT stop FROM dispatch_cargo WHERE run_id = $1 AND state = 'on_board')",
        args![known.id.get()],
    );
    for (position, stop) in (1..).zip(&run.stops) {
        let holds_on_board = known.is_on_board(stop.stop);
        if !stop.is_done && !holds_on_board {
            insert_stop(tx, known.id, position, stop);
            continue;
        }
        tx.defer(
            "UPDATE dispatch_stop SET position = $3, arrive_at = $4, leave_at = $5, metres = $6
             WHERE run_id = $1 AND stop = $2",
            args![
                known.id.get(),
                stop.stop,
                position,
                stop.arrive_at.millis(),
                stop.leave_at.millis(),
                stop.metres
            ],
        );
    }
}
