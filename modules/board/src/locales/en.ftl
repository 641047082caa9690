board-title = What { $place } lacks now
board-live = live, updated {"{time}"}
board-lost = connection lost, last updated {"{time}"}
board-wall = Wall screen
board-to-briefing = Tonight’s briefing
board-lifelines = Lifelines
board-middle = Places, and what is most pressing
board-charts = Trends

board-sum-open = { $n } open
board-sum-overdue = { $n } overdue
board-sum-unanswered = { $n } not answered
board-sum-raised-today = { $n } raised today
board-sum-struck-off-today = { $n } struck off today

condition-stable = stable
condition-strained = strained
condition-failing = failing
condition-unknown = not reported

board-unit = { $n ->
    [one] need
   *[other] needs
}
board-tile-open = open
board-tile-overdue = open, { $n } of them overdue
board-spark = New on each of the last seven days: { $days }
board-rule-never-reported = nothing was ever reported
board-rule-nothing-open = nothing is open
board-rule-nothing-overdue = nothing is overdue
board-rule-few = { $n } overdue, for less than { $limit } h
board-rule-below = { $percent } % overdue, below { $limit } %
board-rule-share = { $percent } % overdue; { $state } from { $limit } %
board-rule-unseen = { $n } not seen by anybody: { $state }
board-rule-oldest = oldest overdue by { $hours } h; { $state } from { $limit } h
board-rule-neglected = { $percent } % overdue, the oldest by { $hours } h: { $state }

board-level-city = City
board-level-district = District
board-level-subdistrict = Subdistrict
board-level-community = Community
board-level-compound = Compound
board-level-building = Building
board-map-open = Where is most lacking?
board-map-overdue = Where is most late?
board-map-note-open = Open needs for each 100,000 people
board-map-note-overdue = Overdue among open needs
board-map-unit-open = needs
board-map-unit-overdue = %
board-map-said-open = { $n }
board-map-said-overdue = { $n } %
board-measure-open = Per 100,000 people
board-measure-overdue = Overdue share
board-measures = Compare by
board-places-none = None is registered here yet: { $level }

board-oldest = Most pressing
board-oldest-all = All { $n }
board-oldest-none = Nothing is waiting
board-oldest-none-why = What was raised is done, or nobody has raised anything yet.

board-trend-note = { $place }, last { $days } days
board-trends-elsewhere = Trends are counted by subdistrict: see { $place }
board-axis-unit = needs
board-flow-question = Is more raised or struck off?
board-open-question = What is lacking most?
board-open-note = Open, now
board-late-question = How much runs past its time each day?
board-day = Day
board-lifeline = Lifeline
board-raised = raised
board-struck-off = struck off
board-open = open
board-overdue = overdue
board-became-overdue = became overdue
board-escalated = escalated

problem-board-too-many-watchers = Too many are watching live
    .detail = The page works as before; reload it for the latest figures.
problem-board-no-city = No city is loaded yet
    .detail = An administrator runs: tongxin city load
