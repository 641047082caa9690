// @ts-check
// The words of the run's app, in both languages. It starts with no signal, so its words come with it; each key is said once in
// each language, and a test compares the two.

/** @typedef {keyof typeof ZH} Word */

const ZH = {
  "run-title": "行车单",
  "run-other-language": "English",
  "run-close": "关闭",
  "run-cancel": "返回",

  "run-tab-next": "下一站",
  "run-tab-stops": "全部站点",
  "run-tab-map": "地图",
  "run-tabs": "页面",

  "run-none-title": "还没有行车单",
  "run-none-text": "请扫纸质行车单上的二维码，或打开单位发来的链接。打开时要有信号，之后全天没有信号也能用。",
  "run-kept": "这部手机里的行车单",
  "run-open-kept": "打开 {plate}，{day}",
  "run-loading": "正在取行车单",
  "run-offline-first": "没有信号，还取不到行车单。有信号后会自动再取。",
  "run-wiped-title": "这个链接已失效",
  "run-wiped-text": "单位换了新链接，或车次结束已超过 36 小时。手机里关于此车次的内容已全部清除。需要继续时，请向单位要新链接。",
  "run-not-secure": "网址要以 https:// 开头才能用。请向单位要正确的链接。",
  "run-no-storage": "浏览器不让本网页在手机里存东西，不能用。请不用无痕模式，再打开一次。",
  "run-stale": "行车单取于 {ago}",

  "run-state-planned": "未发车",
  "run-state-under_way": "在路上",
  "run-state-over": "已收车",
  "run-state-broken": "车辆故障",
  "run-state-cancelled": "已取消",

  "run-depart-title": "装好车就出发",
  "run-depart-plan": "{start} 从{place}出发，{stops} 站，{parcels} 件，{km} 公里，{end} 回来",
  "run-depart": "发车",
  "run-depart-behind": "没配好的订单留在店里，其他的随车。",
  "run-load": "装车清单",
  "run-load-weight": "约 {kg} 公斤",

  "run-next-of": "第 {n} 站，共 {all} 站",
  "run-not-next": "不是下一站",
  "run-to-next": "回到下一站",
  "run-window": "时段",
  "run-planned": "预计",
  "run-metres": "{km} 公里",
  "run-on-time": "准点",
  "run-behind": "晚 {span}",
  "run-late": "超过时段 {span}",
  "run-early": "时段 {from} 开始",
  "run-navigate": "导航",
  "run-estimated": "位置是估计的，以门牌为准",
  "run-parcels": "{n} 件",
  "run-parcels-open": "还有 {n} 件",
  "run-all-parcels-done": "这一站办完了",
  "run-on-to-next": "去下一站",
  "run-pickup": "在此从故障车上接货",
  "run-pickup-text": "把这些货搬上车：{n} 件。",
  "run-picked-up": "已接货",

  "run-call": "打电话",
  "run-call-to": "打电话给 {door}",
  "run-note": "留言",
  "run-contents": "{n} 样",
  "run-cold": "冷藏",
  "run-to-pay": "收 ¥{price}",
  "run-transfer-to": "交给 {to}",
  "run-no-door": "车次结束后不再显示门牌",
  "run-floor": "{n} 楼",
  "run-hand-over": "交付",
  "run-put-down": "放在指定处",
  "run-absent": "家中无人",
  "run-refused": "对方拒收",
  "run-more": "没交到",

  "run-cargo-open": "待交付",
  "run-cargo-handed_over": "已交付",
  "run-cargo-short": "已交付，有缺损",
  "run-cargo-dropped": "已放下",
  "run-cargo-refused": "拒收，带回",
  "run-cargo-absent": "无人，带回",
  "run-cargo-behind": "留在店里",
  "run-cargo-taken_over": "别的车接走了",

  "run-code": "交接码",
  "run-code-hint": "请对方报 6 位数字，或扫对方手机上的二维码。",
  "run-scan": "扫码",
  "run-scan-stop": "不扫了",
  "run-scan-aim": "把对方的二维码放进框内",
  "run-scan-denied": "浏览器没有摄像头权限，请输入 6 位数字。",
  "run-scan-none": "没有可用的摄像头，请输入 6 位数字。",
  "run-scan-other": "这是别的订单的码（{number}）。",
  "run-scan-unknown": "这不是交接码。",
  "run-code-missing": "请输入对方报的 6 位数字。",
  "run-code-wrong": "交接码不对。请再问一次，并核对门牌。",
  "run-code-checking": "正在核对",
  "run-arrived": "到了多少",
  "run-arrived-all": "全部完好",
  "run-arrived-some": "有缺少或损坏",
  "run-received": "收到",
  "run-damaged": "其中损坏",
  "run-line-of": "应有 {n} {unit}",
  "run-line-wrong": "损坏的不能多于收到的。",
  "run-lines-same": "每样都齐，没有损坏？那就选“全部完好”。",
  "run-hand-over-save": "记为已交付",
  "run-point": "放在哪里",
  "run-point-hint": "让住户找得到，例如：2 栋大厅货架。",
  "run-point-missing": "请写放在哪里。",
  "run-point-hall": "楼栋大厅",
  "run-point-gate": "小区门岗",
  "run-point-door": "门口",
  "run-photo": "拍照（可不拍）",
  "run-photo-hint": "拍货，不拍人。照片会缩小，不带拍摄地点。",
  "run-photo-taken": "已有照片，{kb} KB",
  "run-photo-wrong": "这个文件不是照片。",
  "run-photo-alt": "放货处的照片",
  "run-put-down-save": "记为已放下",
  "run-refused-title": "对方拒收，带回店里",
  "run-reason": "对方怎么说（可不填）",
  "run-refused-save": "记为拒收",
  "run-absent-title": "家中无人，带回店里",
  "run-absent-text": "能放在指定处的，请放下。带回的，社区会去看看门后的人是否平安。",
  "run-absent-save": "记为无人",

  "run-end-title": "都办完了",
  "run-end-text": "带回的货交还店里：{n} 件。",
  "run-end-text-none": "没有要带回的货。",
  "run-end": "收车",
  "run-over-text": "辛苦了。存在手机里的都已送出，可以把行车单移出这部手机。",
  "run-over-waiting": "还有 {n} 条没有送出。请保持本页打开，有信号就会送出。",
  "run-broken-text": "车上的货由别的车来接。请守住货，等单位来电。",
  "run-cancelled-text": "此车次已取消，货由别的车配送。请联系单位。",
  "run-forget": "移出这部手机",
  "run-break-down": "车坏了，走不了",
  "run-break-down-title": "车坏了，走不了？",
  "run-break-down-text": "记下后，此车次就此停止，单位安排别的车来接剩下的货。已办的照旧。",
  "run-break-down-reason": "怎么了（可不填）",
  "run-break-down-save": "停止此车次",

  "run-stops-all": "{done} / {all} 站办完",
  "run-stop-done": "办完 {at}",
  "run-stop-open": "打开",

  "run-map-title": "站点和顺序",
  "run-map-about": "线是站点的顺序，不是道路。点的位置有些是估计的。",
  "run-map-failed": "地图打不开。站点和导航照常可用。",
  "run-map-zoom-in": "放大",
  "run-map-zoom-out": "缩小",
  "run-map-stop": "第 {n} 站 {place}",

  "run-log": "存下和送出的",
  "run-log-intro": "每一步先存在手机里，有信号就按顺序送出，每条只算一次。",
  "run-log-strip": "存在手机 {saved} · 已送出 {sent}",
  "run-log-strip-refused": "存在手机 {saved} · 已送出 {sent} · 被退回 {refused}",
  "run-log-none": "还没有。",
  "run-log-send": "现在送出",
  "run-log-sending": "正在送出",
  "run-log-offline": "没有信号，存着。有信号会自动送出。",
  "run-step-saved": "存在手机",
  "run-step-sending": "存在手机，等回音",
  "run-step-sent": "已送出",
  "run-step-refused": "被退回",
  "run-take-back": "撤回",
  "run-taken-back": "已撤回",
  "run-take-back-late": "已在送出，不能撤回。",
  "run-saved-said": "已存下：{what}",
  "run-refused-said": "有一条被退回：{why}",
  "run-step-depart": "发车",
  "run-step-end": "收车",
  "run-step-break_down": "车辆故障",
  "run-step-hand_over": "交付",
  "run-step-drop": "放下",
  "run-step-refuse": "拒收",
  "run-step-absent": "无人",
  "run-step-photo": "照片",

  "run-why-order-wrong-code": "交接码不对。请联系对方再问一次，然后重新交付。",
  "run-why-order-code-spent": "错码太多，这一单不能再用码交付。请放在指定处，或让住户在自己页面确认。",
  "run-why-order-closed": "这一单已经了结，不用再登记。",
  "run-why-order-not-sent": "这一单没有随车出发。请联系单位。",
  "run-why-dispatch-cargo-done": "这件货之前已登记过，以第一次为准。如有误请告知单位。",
  "run-why-dispatch-run-left": "单位已登记发车。不用再做什么。",
  "run-why-dispatch-run-not-left": "还没登记发车。请先点“发车”，再登记一次。",
  "run-why-dispatch-run-over": "此车次已结束，不能再登记。请打电话告知单位。",
  "run-why-dispatch-run-cancelled": "此车次已取消。请联系单位。",
  "run-why-dispatch-run-has-open": "还有货没有登记结果。先逐件登记，再收车。",
  "run-why-not-found": "此车次里没有这件货了。请联系单位。",
  "run-why-other": "系统没有接受。请联系单位。",

  "run-just-now": "刚刚",
  "run-ago": "{span}前",
  "run-span-minute": "{n} 分钟",
  "run-span-hour": "{n} 小时",
};

/** @type {Record<Word, string>} */
const EN = {
  "run-title": "Run sheet",
  "run-other-language": "中文",
  "run-close": "Close",
  "run-cancel": "Back",

  "run-tab-next": "Next stop",
  "run-tab-stops": "All stops",
  "run-tab-map": "Map",
  "run-tabs": "Pages",

  "run-none-title": "No run yet",
  "run-none-text": "Scan the square code on your printed run sheet, or open the link that your firm sent. That needs a signal once; then it works all day without one.",
  "run-kept": "Runs on this phone",
  "run-open-kept": "Open {plate}, {day}",
  "run-loading": "Fetching the run",
  "run-offline-first": "No signal, so the run can't be fetched yet. It will be as soon as there is one.",
  "run-wiped-title": "This link opens nothing any more",
  "run-wiped-text": "Your firm made a new link, or the run ended more than 36 hours ago. Everything about it was removed from this phone. Ask your firm for a new link to go on.",
  "run-not-secure": "This works only at an address that begins with https://. Ask your firm for the right link.",
  "run-no-storage": "The browser lets this page keep nothing on the phone, so it can't work. Open it again outside private mode.",
  "run-stale": "Sheet fetched {ago}",

  "run-state-planned": "Not left yet",
  "run-state-under_way": "Under way",
  "run-state-over": "Over",
  "run-state-broken": "Broke down",
  "run-state-cancelled": "Cancelled",

  "run-depart-title": "Load, then leave",
  "run-depart-plan": "{start} from {place}: {stops} stops, {parcels} parcels, {km} km, back at {end}",
  "run-depart": "Leave now",
  "run-depart-behind": "Orders that are not packed stay behind; all others are on board.",
  "run-load": "What to load",
  "run-load-weight": "about {kg} kg",

  "run-next-of": "Stop {n} of {all}",
  "run-not-next": "Not the next stop",
  "run-to-next": "Back to the next stop",
  "run-window": "Window",
  "run-planned": "Planned",
  "run-metres": "{km} km",
  "run-on-time": "On time",
  "run-behind": "{span} behind",
  "run-late": "{span} after the window",
  "run-early": "Window opens at {from}",
  "run-navigate": "Navigate",
  "run-estimated": "The position is a guess; the address counts",
  "run-parcels": "{n} parcels",
  "run-parcels-open": "{n} left",
  "run-all-parcels-done": "This stop is done",
  "run-on-to-next": "On to the next stop",
  "run-pickup": "Take goods on from a vehicle that broke down",
  "run-pickup-text": "Load these here: {n} parcels.",
  "run-picked-up": "Taken on",

  "run-call": "Call",
  "run-call-to": "Call {door}",
  "run-note": "Note",
  "run-contents": "{n} items",
  "run-cold": "keep cold",
  "run-to-pay": "collect ¥{price}",
  "run-transfer-to": "For {to}",
  "run-no-door": "Doors are not shown once the run is over",
  "run-floor": "Floor {n}",
  "run-hand-over": "Hand over",
  "run-put-down": "Put down",
  "run-absent": "Nobody home",
  "run-refused": "Not wanted",
  "run-more": "Not handed over",

  "run-cargo-open": "to hand over",
  "run-cargo-handed_over": "handed over",
  "run-cargo-short": "handed over, some missing",
  "run-cargo-dropped": "put down",
  "run-cargo-refused": "not wanted, comes back",
  "run-cargo-absent": "nobody home, comes back",
  "run-cargo-behind": "stayed behind",
  "run-cargo-taken_over": "another vehicle has it",

  "run-code": "Hand-over code",
  "run-code-hint": "Ask for the 6 digits, or scan the square code on their phone.",
  "run-scan": "Scan",
  "run-scan-stop": "Stop scanning",
  "run-scan-aim": "Hold their square code in the frame",
  "run-scan-denied": "The browser may not use the camera. Type the 6 digits.",
  "run-scan-none": "No camera can be used. Type the 6 digits.",
  "run-scan-other": "This is the code of another order ({number}).",
  "run-scan-unknown": "This is no hand-over code.",
  "run-code-missing": "Type the 6 digits that they tell you.",
  "run-code-wrong": "That is not the code. Ask again, and check the door.",
  "run-code-checking": "Checking",
  "run-arrived": "What arrived",
  "run-arrived-all": "Everything, in good order",
  "run-arrived-some": "Some is missing or damaged",
  "run-received": "Received",
  "run-damaged": "Of these damaged",
  "run-line-of": "{n} {unit} expected",
  "run-line-wrong": "No more can be damaged than was received.",
  "run-lines-same": "All complete and undamaged? Then choose “Everything”.",
  "run-hand-over-save": "Save as handed over",
  "run-point": "Where it lies",
  "run-point-hint": "So that they find it, such as: shelf in the hall of building 2.",
  "run-point-missing": "Say where it lies.",
  "run-point-hall": "Hall of the building",
  "run-point-gate": "Gate of the compound",
  "run-point-door": "At the door",
  "run-photo": "Take a photo (optional)",
  "run-photo-hint": "Of the goods, not of people. It is made small and says nothing of where it was taken.",
  "run-photo-taken": "Photo added, {kb} KB",
  "run-photo-wrong": "This file is no photo.",
  "run-photo-alt": "Photo of where it lies",
  "run-put-down-save": "Save as put down",
  "run-refused-title": "Not wanted: it comes back",
  "run-reason": "What they said (optional)",
  "run-refused-save": "Save as not wanted",
  "run-absent-title": "Nobody home: it comes back",
  "run-absent-text": "If it can be put down, put it down. If it comes back, the community looks whether somebody is well behind that door.",
  "run-absent-save": "Save as nobody home",

  "run-end-title": "All done",
  "run-end-text": "Give back what came back with you: {n} parcels.",
  "run-end-text-none": "Nothing comes back with you.",
  "run-end": "I am back",
  "run-over-text": "Thank you. All that was saved here has been sent; the run can be removed from this phone.",
  "run-over-waiting": "{n} steps have not been sent. Keep this page open: they go as soon as there is a signal.",
  "run-broken-text": "Another vehicle will take over what is on board. Stay with the goods and wait for your firm's call.",
  "run-cancelled-text": "This run was cancelled; others bring its goods. Ask your firm.",
  "run-forget": "Remove from this phone",
  "run-break-down": "Vehicle can't go on",
  "run-break-down-title": "The vehicle can't go on?",
  "run-break-down-text": "This run then stops here, and your firm sends another vehicle for what is left. What is done stays done.",
  "run-break-down-reason": "What happened (optional)",
  "run-break-down-save": "Stop this run",

  "run-stops-all": "{done} of {all} stops done",
  "run-stop-done": "done {at}",
  "run-stop-open": "Open",

  "run-map-title": "Stops and their order",
  "run-map-about": "The line is the order of the stops, not the road. Some points are guesses.",
  "run-map-failed": "The map can't be opened. Stops and navigation work all the same.",
  "run-map-zoom-in": "Zoom in",
  "run-map-zoom-out": "Zoom out",
  "run-map-stop": "Stop {n}, {place}",

  "run-log": "Saved and sent",
  "run-log-intro": "Each step is saved on this phone at once, sent in order when there is a signal, and counts once.",
  "run-log-strip": "saved here {saved} · sent {sent}",
  "run-log-strip-refused": "saved here {saved} · sent {sent} · refused {refused}",
  "run-log-none": "Nothing yet.",
  "run-log-send": "Send now",
  "run-log-sending": "Sending",
  "run-log-offline": "No signal: kept here. It goes by itself as soon as there is one.",
  "run-step-saved": "saved here",
  "run-step-sending": "saved here, waiting for the answer",
  "run-step-sent": "sent",
  "run-step-refused": "refused",
  "run-take-back": "Take back",
  "run-taken-back": "Taken back",
  "run-take-back-late": "It is on its way and can't be taken back.",
  "run-saved-said": "Saved here: {what}",
  "run-refused-said": "One step was refused: {why}",
  "run-step-depart": "Left",
  "run-step-end": "Back",
  "run-step-break_down": "Broke down",
  "run-step-hand_over": "Handed over",
  "run-step-drop": "Put down",
  "run-step-refuse": "Not wanted",
  "run-step-absent": "Nobody home",
  "run-step-photo": "Photo",

  "run-why-order-wrong-code": "The code was wrong. Reach them, ask again, and hand over once more.",
  "run-why-order-code-spent": "Too many wrong codes: this order can't be handed over by code any more. Put it down, or have the household confirm on its own page.",
  "run-why-order-closed": "This order is closed already. There is nothing left to do.",
  "run-why-order-not-sent": "This order did not leave with you. Ask your firm.",
  "run-why-dispatch-cargo-done": "Of this it was said before what became of it, and the first word counts. If it was wrong, tell your firm.",
  "run-why-dispatch-run-left": "Your firm said so already. There is nothing left to do.",
  "run-why-dispatch-run-not-left": "The run had not left. Press “Leave now”, then say it again.",
  "run-why-dispatch-run-over": "This run is over, nothing more can be said about it. Call your firm.",
  "run-why-dispatch-run-cancelled": "This run was cancelled. Ask your firm.",
  "run-why-dispatch-run-has-open": "Something is still open. Say of each parcel what became of it, then come back to this.",
  "run-why-not-found": "The run doesn't carry this any more. Ask your firm.",
  "run-why-other": "The system did not take it. Ask your firm.",

  "run-just-now": "just now",
  "run-ago": "{span} ago",
  "run-span-minute": "{n} min",
  "run-span-hour": "{n} h",
};

export const CATALOGUES = { "zh-CN": ZH, en: EN };
/** @typedef {keyof typeof CATALOGUES} Lang */

const LANG_KEPT = "run-lang";

/** @returns {Lang} */
function firstLang() {
  const kept = localStorage.getItem(LANG_KEPT);
  if (kept === "zh-CN" || kept === "en") return kept;
  return navigator.language.startsWith("zh") || !navigator.language.startsWith("en") ? "zh-CN" : "en";
}

/** @type {Lang} */
let present = typeof localStorage === "undefined" ? "zh-CN" : firstLang();

export function lang() {
  return present;
}

/** Changes to the other language, and keeps that. */
export function turnLang() {
  present = present === "en" ? "zh-CN" : "en";
  localStorage.setItem(LANG_KEPT, present);
}

/**
 * @param {Word} key
 * @param {Record<string, string | number>} [fill] for the gaps in braces
 */
export function word(key, fill = {}) {
  return CATALOGUES[present][key].replace(/\{(\w+)\}/g, (gap, name) => String(fill[name] ?? gap));
}

/** A word whose key ends in what the server calls it; another one when there is none. @param {string} key @param {Word} other */
export function wordOr(key, other) {
  return word(key in ZH ? /** @type {Word} */ (key) : other);
}

/** Fills each element that names its word: `data-word` its text, `data-word-label` its accessible name. */
export function fillWords(root = document) {
  document.documentElement.lang = present;
  document.title = word("run-title");
  for (const element of root.querySelectorAll("[data-word]")) {
    element.textContent = word(/** @type {Word} */ (element.getAttribute("data-word")));
  }
  for (const element of root.querySelectorAll("[data-word-label]")) {
    element.setAttribute("aria-label", word(/** @type {Word} */ (element.getAttribute("data-word-label"))));
  }
}
