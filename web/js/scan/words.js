// @ts-check
// The words of the scan page, in both languages. The page is an app shell that starts with no signal, so its words come
// with it; each key is said once in each language, and a test compares the two.

/** @typedef {keyof typeof ZH} Word */

const ZH = {
  "scan-title": "查验通行证",
  "scan-other-language": "English",
  "scan-skip": "跳到主要内容",

  "scan-aim": "把二维码放进框内",
  "scan-starting": "正在打开摄像头",
  "scan-same-code": "刚查过这张码，移开后再扫",
  "scan-start": "打开摄像头",
  "scan-torch": "手电",
  "scan-no-camera": "没有可用的摄像头。可以输入通行证文字，或联网查询。",
  "scan-camera-denied": "浏览器没有摄像头权限。请在浏览器设置里允许本网页使用摄像头，再点“打开摄像头”。",
  "scan-camera-busy": "摄像头被别的应用占用。关闭那个应用，再点“打开摄像头”。",
  "scan-not-ready": "还没有密钥，不能查验。请连网一次。",

  "scan-not-secure": "网址要以 https:// 开头才能查验。请向值班室要正确的网址。",
  "scan-no-storage": "浏览器不让本网页在手机里存东西，不能查验。请不用无痕模式，再打开一次。",

  "scan-enter": "进",
  "scan-leave": "出",
  "scan-entering": "查验进入的人和车",
  "scan-leaving": "查验离开的人和车",
  "scan-turn": "改查“{other}”",

  "scan-type": "输入文字",
  "scan-type-label": "通行证文字",
  "scan-type-hint": "以 TX1: 开头。扫码枪不用打开这里，直接扫。",
  "scan-type-check": "查验这张通行证",
  "scan-lookup": "联网查询",
  "scan-lookup-label": "车牌或通行证号",
  "scan-lookup-hint": "持证人的二维码打不开时用。需要信号。",
  "scan-lookup-go": "查询",
  "scan-lookup-none": "没有查到“{q}”。核对后重试，或请持证人联系签发单位。",
  "scan-lookup-offline": "没有信号，不能查询。二维码可以照常扫。",
  "scan-lookup-refused": "没有登录，或没有查询权限。请先登录。",
  "scan-lookup-busy": "正在查询",
  "scan-lookup-found": "查到 {n} 张，点一张看结果",
  "scan-close": "关闭",
  "scan-sign-in": "登录",

  "scan-let-through": "可以放行",
  "scan-not-with-this": "不能凭此证放行",
  "scan-cannot-say": "不能判断",
  "scan-next": "扫下一张",
  "scan-hold": "停在此页",
  "scan-back-in": "{n} 秒后自动返回",
  "scan-held": "已停住",
  "scan-compare-person": "请核对：姓氏和证件后四位",
  "scan-compare-vehicle": "请核对：车牌",
  "scan-compare-said": "通行证上写着",
  "scan-ends-with": "尾号 {end}",
  "scan-fact-kind": "种类",
  "scan-fact-org": "单位",
  "scan-fact-scope": "范围",
  "scan-fact-times": "时段",
  "scan-fact-until": "有效至",
  "scan-fact-number": "编号",
  "scan-holder-can": "持证人可以",
  "scan-guard-can": "您可以",
  "scan-always": "急病、临产、火情：不看通行证，立即放行。",

  "scan-kind-1": "重点物资运输",
  "scan-kind-2": "商超保供人员",
  "scan-kind-3": "货车司机",
  "scan-kind-4": "骑手",
  "scan-kind-5": "志愿者",
  "scan-kind-6": "医护人员",
  "scan-kind-7": "重点项目人员",
  "scan-kind-other": "其他（{n}）",
  "scan-scope-anywhere": "任何地方",
  "scan-scope-one": "{from} → {to}",
  "scan-scope-both": "{from} ⇄ {to}",
  "scan-scope-corridor": "{way}（经 {corridor}）",
  "scan-days-row": "{from}至{to}",
  "scan-every-day": "每天",
  "scan-all-day": "全天",
  "scan-next-morning": "次日 {time}",
  "scan-weekday-0": "周一",
  "scan-weekday-1": "周二",
  "scan-weekday-2": "周三",
  "scan-weekday-3": "周四",
  "scan-weekday-4": "周五",
  "scan-weekday-5": "周六",
  "scan-weekday-6": "周日",
  "scan-list-comma": "、",

  "verdict-valid": "有效",
  "verdict-revoked": "已撤销",
  "verdict-expired": "已过期",
  "verdict-not_yet": "未生效",
  "verdict-not_this_place": "地点不符",
  "verdict-not_this_direction": "方向不符",
  "verdict-not_this_day": "日期不符",
  "verdict-not_this_hour": "时段不符",
  "verdict-list_too_old": "名单过旧",
  "verdict-clock_unsure": "时钟不准",
  "verdict-damaged": "读不出",
  "verdict-unknown_key": "来源不明",
  "verdict-forged": "伪造",

  "why-valid": "签名、时间、地点、名单都已查过。",
  "why-revoked": "签发单位已撤销这张证（见 {moment} 的名单）。",
  "why-expired": "{moment} 已到期。",
  "why-not_yet": "{moment} 起才有效。",
  "why-not_this_place": "通行范围不包括“{gate}”。",
  "why-not_this_direction": "在这里只能“{allowed}”。",
  "why-not_this_day": "今天不在允许的日子里。",
  "why-not_this_hour": "现在不在允许的时段里。",
  "why-list_too_old": "撤销名单或密钥过旧，不能确定这张证有没有被撤销。",
  "why-list-statuses": "本机的撤销名单只到 {moment}，之后的撤销查不到。",
  "why-list-keys": "本机的密钥只到 {moment}，不能确定它们是否还有效。",
  "why-list-beyond": "这张证比本机的名单（{moment}）还新。",
  "why-list-none": "本机没有这个签发单位的撤销名单。",
  "why-clock_unsure": "手机时钟可能差{span}，判断不了。",
  "why-clock-slow": "手机时钟慢了：本机文件的签发时间比现在还晚。",
  "why-damaged": "二维码残缺、反光，或被改过。",
  "why-other-code": "这不是通行证的二维码。",
  "why-unknown_key": "本机没有签发它的密钥。",
  "why-key-withdrawn": "签发它的密钥已经作废，用它签的证都不算。",
  "why-key-other": "这把密钥不能签这样的证。",
  "why-forged": "签名对不上：内容不是签发单位写的。",

  "next-revoked": "联系“{org}”或签发单位；若已换发，打开新的通行证再扫。",
  "next-expired": "请“{org}”续办；新证办好后当场可用。",
  "next-not_yet": "{moment} 以后再来。",
  "next-not_this_place": "走通行证上写的路线；确需经过这里，请“{org}”申请变更范围。",
  "next-not_this_direction": "走通行证上写的方向；需要往返，请“{org}”申请往返证。",
  "next-not_this_day": "{next} 再来；急需的，请“{org}”申请变更。",
  "next-not_this_hour": "{next} 再来；急需的，请“{org}”申请变更。",
  "next-no-more": "这张证到期前不再有允许的时间，请“{org}”申请变更。",
  "next-list_too_old": "到有信号处点“更新”，或请值班室核对编号 {number}。",
  "next-clock_unsure": "连网校对时钟后再扫，或请值班室核对编号 {number}。",
  "next-damaged": "把屏幕调亮、擦净、放平，再扫一次；仍不行，报车牌或编号，联网查询。",
  "next-other-code": "打开“通行证”页面上的二维码，或出示纸质通行证。",
  "next-unknown_key": "连网更新密钥后再扫；仍不认，请持证人联系签发单位。",
  "next-key-withdrawn": "请持证人联系签发单位换一张新证。",
  "next-forged": "请持证人联系签发单位核实。不扣留人，也不没收手机；把情况报值班室。",

  "scan-emergency": "急救、火警通道",
  "scan-emergency-title": "急救和消防出口始终敞开",
  "scan-emergency-rule": "急病、受伤、临产、火情、水情，救护车、消防车、警车：不查通行证，不登记，立即放行。",
  "scan-emergency-exits": "任何出口都不得锁死。封住的消防通道，现在就打开。",
  "scan-emergency-after": "先放行，后报告。没有人因为放行急救而受罚。",
  "scan-call-medical": "急救",
  "scan-call-fire": "火警",
  "scan-call-police": "报警",

  "scan-gate": "卡口设置",
  "scan-gate-title": "这是哪个卡口",
  "scan-gate-intro": "只设一次，存在本机。换了位置再设。",
  "scan-gate-place": "卡口所在的地方",
  "scan-gate-place-hint": "写名称、拼音或区划代码。卡口管的是这个地方的进出。",
  "scan-gate-find": "查找",
  "scan-gate-none": "没有找到“{q}”。换个写法，或直接写区划代码。",
  "scan-gate-offline": "没有信号，不能按名称查找。可以写区划代码。",
  "scan-gate-way": "查哪个方向",
  "scan-gate-corridor": "所在通道",
  "scan-gate-optional": "可以不填",
  "scan-gate-corridor-hint": "例如 G75。持有该通道通行证的车可以通过。",
  "scan-gate-save": "在这个卡口开始查验",
  "scan-gate-error-place": "请选一个地方，或写 1 到 24 位数字的区划代码。",
  "scan-gate-areas-old": "没有信号，还不知道这里属于哪些片区。有信号时会补上。",
  "scan-sound": "声音",
  "scan-sound-on": "声音和振动：开",
  "scan-sound-off": "声音和振动：关",
  "scan-sound-try-yes": "听“有效”",
  "scan-sound-try-no": "听“不能放行”",

  "scan-state": "本机状态",
  "scan-state-intro": "没有信号时，用本机的密钥和撤销名单查验。",
  "scan-keys": "密钥",
  "scan-list": "撤销名单",
  "scan-clock": "时钟",
  "scan-counts": "计数",
  "scan-no-keys": "没有",
  "scan-ago": "{span}前",
  "scan-just-now": "刚刚",
  "scan-issued": "第 {n} 期，{moment} 签发，用到 {until}",
  "scan-too-old": "过旧",
  "scan-soon-old": "快过期",
  "scan-list-of": "撤销名单 · {issuer}",
  "scan-list-covers": "{n} 个编号",
  "scan-clock-good": "准",
  "scan-clock-bad": "不准",
  "scan-clock-said": "{moment}，误差不超过{span}",
  "scan-clock-compared": "{ago}与服务器校对，手机时钟{offset}",
  "scan-clock-exact": "无偏差",
  "scan-clock-fast": "快{span}",
  "scan-clock-slow": "慢{span}",
  "scan-clock-never": "还没有校对过。请连网。",
  "scan-clock-changed": "手机时钟被改动过，还没有重新校对。请连网。",
  "scan-counts-strip": "待发 {saved} · 已发 {sent}",
  "scan-counts-strip-refused": "待发 {saved} · 已发 {sent} · 退回 {refused}",
  "scan-counts-what": "只数每小时各种结果的次数，不记是谁，也不留每次查验的记录。",
  "scan-counts-send": "现在发送",
  "scan-counts-sign-in": "登录后才能发送。数字先存在本机。",
  "scan-update": "更新",
  "scan-updating": "正在更新",
  "scan-updated": "已更新",
  "scan-no-signal": "没有信号。本机照常查验。",
  "scan-file-refused": "服务器给的{file}不能用（{why}），仍用原来的。请报告值班室。",
  "scan-root": "根密钥指纹",
  "scan-root-changed": "服务器的根密钥与本机设置时的不同，不予采用。请报告值班室。",
  "scan-wrong-damaged": "损坏",
  "scan-wrong-forged": "签名不对",
  "scan-wrong-unknown_key": "密钥不明",
  "scan-wrong-rollback": "比现有的旧",
  "scan-wrong-other_list": "是另一份名单",
  "scan-wrong-wrong_base": "接不上现有的名单",

  "scan-span-day": "{n}天",
  "scan-span-hour": "{n}小时",
  "scan-span-minute": "{n}分钟",
  "scan-span-second": "{n}秒",
};

/** @type {Record<Word, string>} */
const EN = {
  "scan-title": "Check passes",
  "scan-other-language": "中文",
  "scan-skip": "Skip to the main part",

  "scan-aim": "Hold the code inside the frame",
  "scan-starting": "Opening the camera",
  "scan-same-code": "Just checked. Take this code away, then scan again",
  "scan-start": "Open the camera",
  "scan-torch": "Torch",
  "scan-no-camera": "There is no camera to use. Type the pass's text, or look it up online.",
  "scan-camera-denied": "The browser may not use the camera. Allow it for this page in the browser's settings, then choose “Open the camera”.",
  "scan-camera-busy": "Another app uses the camera. Close that app, then choose “Open the camera”.",
  "scan-not-ready": "There are no keys yet, so nothing can be checked. Connect once.",

  "scan-not-secure": "Checking needs an address that starts with https://. Ask the duty desk for it.",
  "scan-no-storage": "The browser lets this page keep nothing on the phone, so nothing can be checked. Open it outside private mode.",

  "scan-enter": "In",
  "scan-leave": "Out",
  "scan-entering": "Checking entry",
  "scan-leaving": "Checking exit",
  "scan-turn": "turn to “{other}”",

  "scan-type": "Type a pass",
  "scan-type-label": "The pass's text",
  "scan-type-hint": "Starts with TX1:. A hand scanner works without opening this.",
  "scan-type-check": "Check this pass",
  "scan-lookup": "Look up",
  "scan-lookup-label": "Plate or pass number",
  "scan-lookup-hint": "For a holder who can't open the code. Needs a signal.",
  "scan-lookup-go": "Look up now",
  "scan-lookup-none": "Nothing found for “{q}”. Compare and try again, or let the holder call the issuer.",
  "scan-lookup-offline": "No signal, so nothing can be looked up. Codes can be scanned as always.",
  "scan-lookup-refused": "Not signed in, or not allowed to look up. Sign in first.",
  "scan-lookup-busy": "Looking it up",
  "scan-lookup-found": "{n} found; choose one",
  "scan-close": "Close",
  "scan-sign-in": "Sign in",

  "scan-let-through": "Let through",
  "scan-not-with-this": "Not with this pass",
  "scan-cannot-say": "Can't say",
  "scan-next": "Scan the next",
  "scan-hold": "Stay here",
  "scan-back-in": "Back to scanning in {n} s",
  "scan-held": "Stays here",
  "scan-compare-person": "Compare: surname and the card's last four",
  "scan-compare-vehicle": "Compare: the plate",
  "scan-compare-said": "The pass says",
  "scan-ends-with": "ends {end}",
  "scan-fact-kind": "Kind",
  "scan-fact-org": "From",
  "scan-fact-scope": "Where",
  "scan-fact-times": "When",
  "scan-fact-until": "Until",
  "scan-fact-number": "Number",
  "scan-holder-can": "The holder can",
  "scan-guard-can": "You can",
  "scan-always": "Illness, birth, fire: no pass needed, let through at once.",

  "scan-kind-1": "Key goods",
  "scan-kind-2": "Supermarket staff",
  "scan-kind-3": "Truck driver",
  "scan-kind-4": "Rider",
  "scan-kind-5": "Volunteer",
  "scan-kind-6": "Medical staff",
  "scan-kind-7": "Project worker",
  "scan-kind-other": "Other ({n})",
  "scan-scope-anywhere": "anywhere",
  "scan-scope-one": "{from} → {to}",
  "scan-scope-both": "{from} ⇄ {to}",
  "scan-scope-corridor": "{way} (by {corridor})",
  "scan-days-row": "{from}–{to}",
  "scan-every-day": "Every day",
  "scan-all-day": "all day",
  "scan-next-morning": "{time} next day",
  "scan-weekday-0": "Mon",
  "scan-weekday-1": "Tue",
  "scan-weekday-2": "Wed",
  "scan-weekday-3": "Thu",
  "scan-weekday-4": "Fri",
  "scan-weekday-5": "Sat",
  "scan-weekday-6": "Sun",
  "scan-list-comma": ", ",

  "verdict-valid": "Valid",
  "verdict-revoked": "Revoked",
  "verdict-expired": "Expired",
  "verdict-not_yet": "Not yet",
  "verdict-not_this_place": "Not this gate",
  "verdict-not_this_direction": "Other direction",
  "verdict-not_this_day": "Not today",
  "verdict-not_this_hour": "Not at this hour",
  "verdict-list_too_old": "List too old",
  "verdict-clock_unsure": "Clock unsure",
  "verdict-damaged": "Can't be read",
  "verdict-unknown_key": "Unknown issuer",
  "verdict-forged": "Forged",

  "why-valid": "Signature, time, place and the list of revoked passes are all in order.",
  "why-revoked": "The issuer took this pass back (list of {moment}).",
  "why-expired": "It ended {moment}.",
  "why-not_yet": "It starts {moment}.",
  "why-not_this_place": "Its way does not lead through “{gate}”.",
  "why-not_this_direction": "Here it counts only “{allowed}”.",
  "why-not_this_day": "Today is not one of its days.",
  "why-not_this_hour": "This is not one of its hours.",
  "why-list_too_old": "The list of revoked passes or the keys are too old to say whether it was taken back.",
  "why-list-statuses": "This phone's list counts until {moment}; what was revoked later is not in it.",
  "why-list-keys": "This phone's keys count until {moment}; whether they still do can't be said.",
  "why-list-beyond": "This pass is newer than the phone's list ({moment}).",
  "why-list-none": "This phone has no list of revoked passes from this issuer.",
  "why-clock_unsure": "The phone's clock may be off by {span}, too much to say.",
  "why-clock-slow": "The phone's clock is slow: it holds files that were signed later than now.",
  "why-damaged": "The code is incomplete, in glare, or was changed.",
  "why-other-code": "This is another kind of code, not a pass.",
  "why-unknown_key": "This phone does not have the key that signed it.",
  "why-key-withdrawn": "The key that signed it was withdrawn; no pass it signed counts.",
  "why-key-other": "That key may not sign such a pass.",
  "why-forged": "The signature does not fit: the issuer did not write this.",

  "next-revoked": "Call {org} or the issuer; if there is a new pass, open that one and scan again.",
  "next-expired": "Ask {org} for a new pass; it counts as soon as it is issued.",
  "next-not_yet": "Come back {moment} or later.",
  "next-not_this_place": "Take the way the pass names; if it must be this gate, ask {org} to change it.",
  "next-not_this_direction": "Go the way the pass names; for both ways, ask {org} for a return pass.",
  "next-not_this_day": "Come back {next}; if it can't wait, ask {org} to change it.",
  "next-not_this_hour": "Come back {next}; if it can't wait, ask {org} to change it.",
  "next-no-more": "It has no more hours before it ends; ask {org} to change it.",
  "next-list_too_old": "Go where there is a signal and choose “Update”, or have the duty desk compare number {number}.",
  "next-clock_unsure": "Connect so that the clock is compared, then scan again; or have the duty desk compare number {number}.",
  "next-damaged": "Turn the screen brighter, wipe it, hold it flat for another scan; else give the plate or number to be looked up online.",
  "next-other-code": "Open the code on the “Pass” page, or show the pass on paper.",
  "next-unknown_key": "Connect to update the keys and scan again; if it is still unknown, the holder calls the issuer.",
  "next-key-withdrawn": "Ask the issuer for a new pass.",
  "next-forged": "Ask the issuer. Hold nobody and take no phone; tell the duty desk.",

  "scan-emergency": "Medical and fire",
  "scan-emergency-title": "Medical and fire exits stay open",
  "scan-emergency-rule": "Illness, injury, birth, fire, flood; ambulance, fire engine, police: no pass, no register, let through at once.",
  "scan-emergency-exits": "No exit may be locked. If a fire lane is blocked, open it now.",
  "scan-emergency-after": "Let through first, report afterwards. Nobody is blamed for it.",
  "scan-call-medical": "Medical",
  "scan-call-fire": "Fire",
  "scan-call-police": "Police",

  "scan-gate": "This gate",
  "scan-gate-title": "Which gate is this",
  "scan-gate-intro": "Set once and kept on this phone. Set it again when you stand elsewhere.",
  "scan-gate-place": "The gate's place",
  "scan-gate-place-hint": "A name, its pinyin, or the place's code. The gate is where people come into or leave this place.",
  "scan-gate-find": "Find",
  "scan-gate-none": "Nothing found for “{q}”. Write it otherwise, or write the place's code.",
  "scan-gate-offline": "No signal, so names can't be looked up. You can write the place's code.",
  "scan-gate-way": "Which way to check",
  "scan-gate-corridor": "Corridor",
  "scan-gate-optional": "optional",
  "scan-gate-corridor-hint": "G75, say. Passes for that corridor are let through.",
  "scan-gate-save": "Start checking at this gate",
  "scan-gate-error-place": "Choose a place, or write its code of 1 to 24 digits.",
  "scan-gate-areas-old": "No signal, so the areas around this place aren't known yet. They will be added.",
  "scan-sound": "Sound",
  "scan-sound-on": "Sound and vibration: on",
  "scan-sound-off": "Sound and vibration: off",
  "scan-sound-try-yes": "Hear “valid”",
  "scan-sound-try-no": "Hear “not with this”",

  "scan-state": "This phone",
  "scan-state-intro": "With no signal, passes are checked by the keys and the list on this phone.",
  "scan-keys": "Keys",
  "scan-list": "Revoked",
  "scan-clock": "Clock",
  "scan-counts": "Counts",
  "scan-no-keys": "none",
  "scan-ago": "{span} ago",
  "scan-just-now": "just now",
  "scan-issued": "Issue {n}, signed {moment}, good until {until}",
  "scan-too-old": "too old",
  "scan-soon-old": "soon too old",
  "scan-list-of": "Revoked passes · {issuer}",
  "scan-list-covers": "{n} numbers",
  "scan-clock-good": "good",
  "scan-clock-bad": "unsure",
  "scan-clock-said": "{moment}, within {span}",
  "scan-clock-compared": "Compared with the server {ago}; this phone's clock is {offset}",
  "scan-clock-exact": "right",
  "scan-clock-fast": "{span} fast",
  "scan-clock-slow": "{span} slow",
  "scan-clock-never": "Never compared. Connect once.",
  "scan-clock-changed": "The phone's clock was changed and not compared since. Connect once.",
  "scan-counts-strip": "To send {saved} · sent {sent}",
  "scan-counts-strip-refused": "To send {saved} · sent {sent} · refused {refused}",
  "scan-counts-what": "Only how often each verdict came in each hour. Nobody's name, and no record of a single check.",
  "scan-counts-send": "Send now",
  "scan-counts-sign-in": "Sign in to send them. They wait here.",
  "scan-update": "Update",
  "scan-updating": "Updating",
  "scan-updated": "Up to date",
  "scan-no-signal": "No signal. Checking goes on as always.",
  "scan-file-refused": "The server's {file} can't be used ({why}); the one held still counts. Tell the duty desk.",
  "scan-root": "Root key",
  "scan-root-changed": "The server's root key is another than when this gate was set up, and is not used. Tell the duty desk.",
  "scan-wrong-damaged": "damaged",
  "scan-wrong-forged": "wrong signature",
  "scan-wrong-unknown_key": "unknown key",
  "scan-wrong-rollback": "older than the one held",
  "scan-wrong-other_list": "another list",
  "scan-wrong-wrong_base": "does not follow the one held",

  "scan-span-day": "{n} d",
  "scan-span-hour": "{n} h",
  "scan-span-minute": "{n} min",
  "scan-span-second": "{n} s",
};

export const CATALOGUES = { "zh-CN": ZH, en: EN };
/** @typedef {keyof typeof CATALOGUES} Lang */

const LANG_KEPT = "scan-lang";

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

/** Fills each element that names its word: `data-word` its text, `data-word-label` its accessible name. */
export function fillWords(root = document) {
  document.documentElement.lang = present;
  document.title = word("scan-title");
  for (const element of root.querySelectorAll("[data-word]")) {
    element.textContent = word(/** @type {Word} */ (element.getAttribute("data-word")));
  }
  for (const element of root.querySelectorAll("[data-word-label]")) {
    element.setAttribute("aria-label", word(/** @type {Word} */ (element.getAttribute("data-word-label"))));
  }
}

/** The largest one or two units of a time. @param {number} ms */
export function span(ms) {
  const seconds = Math.round(Math.abs(ms) / 1000);
  if (seconds < 60) return word("scan-span-second", { n: seconds });
  const minutes = Math.floor(seconds / 60);
  const units = /** @type {[number, Word][]} */ ([
    [Math.floor(minutes / 1440), "scan-span-day"],
    [Math.floor(minutes / 60) % 24, "scan-span-hour"],
    [minutes % 60, "scan-span-minute"],
  ]);
  const largest = units.findIndex(([n]) => n > 0);
  const told = units.slice(largest, largest + 2).filter(([n]) => n > 0);
  return told.map(([n, unit]) => word(unit, { n })).join(present === "en" ? " " : "");
}

/** @param {number} ms */
export function ago(ms) {
  return ms < 60_000 ? word("scan-just-now") : word("scan-ago", { span: span(ms) });
}

/**
 * 11月24日 周四 14:05, Thu 24 Nov 14:05; in the city's zone.
 * @param {number} at
 * @param {string} zone
 */
export function moment(at, zone) {
  const format = new Intl.DateTimeFormat(present === "en" ? "en-GB" : "zh-CN", {
    timeZone: zone, weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
  });
  const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  const time = `${part.hour}:${part.minute}`;
  return present === "en" ? `${part.weekday} ${part.day} ${part.month} ${time}` : `${part.month.replace(/月$/, "")}月${part.day}日 ${part.weekday} ${time}`;
}
