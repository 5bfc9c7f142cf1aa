//! English, where words stand side by side or are joined by a hyphen.

use super::Lexicon;

pub(super) static LEXICON: Lexicon = Lexicon {
    firsts: "contract quote price delivery project customer invoice maintenance service product warehouse \
        assembly machine plant quality schedule briefing training order shipping frame discount payment \
        warranty inspection trial software data network energy timber metal steel plastic glass furniture \
        kitchen office hall roof window door floor tool spare vehicle transport packaging material resource \
        purchase sales channel marketing fair sample catalogue production series special large small new old \
        annual quarterly monthly weekly daily summer winter autumn spring export import customs tax \
        insurance liability legal staff apprentice safety fire climate heating cooling electric plumbing \
        pump motor gear paint welding turning milling drilling grinding gauge control signal radio cable \
        pipe storage server licence user partner dealer supplier maker building land rental leasing funding \
        credit grant research development laboratory medical care food beverage paper print textile leather \
        chemical colour cosmetics garden tractor seed feed animal ship rail flight harbour road bridge \
        tunnel water waste recycling",
    middles: "renewal change planning alignment release review handover extension migration launch approval \
        billing reporting consulting rating steering admin overview preparation wrap negotiation comparison \
        cost volume size colour type variant range stage time space area load output fault damage outage \
        reserve emergency standby site branch group team lead base detail main side rest part total single \
        extra",
    lasts: "meeting date offer enquiry papers agreement list plan report minutes sample bill order delivery \
        complaint question draft concept proposal comparison overview evaluation analysis study check \
        acceptance release handover course tour advice planning template copy file folder record binder \
        drawing sketch table calculation estimate forecast deadline phase step line set group department \
        board unit company administration distribution switch extension renewal notice pledge refusal answer \
        message warning reminder payment credit instalment rebate surcharge fee flat guarantee liability \
        cover licence usage upkeep repair fitting removal startup shutdown wrapping pallet load shipment \
        pickup arrival unloading control measurement calibration tuning adjustment change correction note \
        brochure presentation show fair exhibition walk visit survey route area hall shop store shelf \
        cabinet desk device machine plant controller pump valve motor gear",
    joiner: "-",
    first_names: "Alice Andrew Beth Brian Charlotte Connor Daisy Daniel Edith Edward Emily Ethan Fiona Frank Grace \
        Graham Harriet Henry Imogen Isaac Jane Jack Katie Kevin Laura Liam Martha Martin Nancy Neil Olivia \
        Oscar Patricia Paul Rachel Robert Sarah Samuel Tessa Thomas Una Victor Wendy William Yasmin Zoe \
        Aisha Chloe Dylan Eleanor Gareth Hugh Megan Nigel Priya Rhys Sanjay Siobhán Zoë René",
    name_beginnings: "Ash Beck Black Brad Bran Brown Cart Clay Clif Cros Dal Den East Ed El Fair Farn Fen Ford Gar Glen \
        Gold Grant Green Hal Ham Hart Has Hay Hil Hol Hut Kel Kent Kirk Lang Lin Long Mar Mil Mor New Nor \
        Oak Pem Pres Rad Red Rich Rob Rock Row Shel Silver Stan Stone Sut Thorn Wal West Whit Win Wood",
    name_ends: "ton son field well wood ley man by ford worth ham ster bury brook land more stead den burn dale shaw \
        croft wick ridge grove gate house smith wright kins ers ett ing low",
    company_beginnings: "North South East West Thames Severn Tyne Avon Mersey Highland Lake Harbour Castle Crown Eagle Falcon \
        Lion Bear Stag Three Four Seven Golden Silver Iron Steel Timber Crystal Bright Sun Moon Wind Cloud \
        Swift Tech Data Inno Pro Uni Omni Euro Inter Trans Medi Agri Bio Eco Blue Green Red White Black Old \
        New",
    company_ends: "bridge works tec print metal wood glass plast chem pharm foods trans log net soft systems data med \
        vita farm garden home space fit kitchens light power grid energy water pumps motors axle turn form \
        cast mill gate roof floor wall paint coat paper pack press",
    company_forms: &["Ltd", "plc", "LLP", "Group", "Partners", "Inc"],
    titles: &[
        "Prepare {n}",
        "Agree {n} with {c}",
        "Call {p} about {n}",
        "Discuss {n} and {n}",
        "Follow up {o}",
        "Send {n} to {c}",
        "Appointment with {p}: {n}",
        "Clear up {n} for {x}",
        "Ask {c} about {n}",
        "Get {n} by {d}",
        "Ring back {p}, {n}",
        "Check {n} and release {n}",
    ],
    updates: &[
        "Update {n} for {c}",
        "Update on {n}",
        "Update {x}: {n}",
        "Monthly Update with {p}",
    ],
    workshops: &["Workshop {n} with {c}", "Plan Workshop on {n}"],
    budgets: &[
        "Clear Budget {n} with {c}",
        "Ask for the Budget of {x}",
        "Budget {d}: {n}",
    ],
    supports: &[
        "Support {n} for {c}",
        "Hand {x} over to Support",
        "Discuss Support case {o}",
    ],
    both: &["Support and Budget {n} with {c}"],
    notes: &[
        "Asked for the {n} and wants to decide by {d}.",
        "Talked about {n} and {n}, {p} takes care of the {n}.",
        "The quote {o} over {m} is there, the {n} is missing.",
        "The contact is {p} now ({e}).",
        "Wants a sample of {x} and the {n}.",
        "The appointment on {d} suits them, it is about the {n}.",
        "A price of {m} is too high, they compare with {c}.",
        "No time, to be called again on {d}.",
        "The {n} was very helpful, the {n} comes next.",
        "Not content with the {n}, wants a credit of {m}.",
        "Order {o} follows after the {n}.",
        "Will send the {n} by e-mail to {e}.",
        "Interest in {x}, needs about {m} a year.",
        "The decision is up to {p}, first the {n} with {c}.",
        "We talked about the {n} for a long time.",
        "Use the entrance at the back, ask for {p}.",
        "Beyond that the {n} has to be ready by {d}.",
        "Content, no open points but the {n}.",
    ],
    rare: "Saw the Kranichfeld site, wrote down the {n}.",
    singular: "We meet at the Quittenbaum inn.",
    reasons: &[
        "Completed by mistake",
        "The customer got in touch again",
        "Something was missing",
    ],
    deals: &["{n} {c}", "{x} for {c}", "{n} and {n}"],
    stages: &[
        "First talk",
        "Need known",
        "Quote sent",
        "Negotiating",
        "Verbal yes",
    ],
    task_types: [
        (
            "Call",
            [
                "+Meeting scheduled",
                "No answer",
                "Call back later",
                "+Interest raised",
                "-No need",
            ],
        ),
        (
            "E-mail",
            [
                "+Reply received",
                "Documents sent",
                "No reply",
                "+Passed on to the decision maker",
                "-Unsubscribed",
            ],
        ),
        (
            "Meeting",
            [
                "+Next step agreed",
                "Postponed",
                "+Agreement reached",
                "Open points noted",
                "-No result",
            ],
        ),
        (
            "Lunch",
            [
                "+Relationship deepened",
                "Good talk",
                "+Referral received",
                "Cancelled at short notice",
                "-Leaving for another supplier",
            ],
        ),
        (
            "Demonstration",
            [
                "+Enthusiastic",
                "Questions open",
                "+Trial requested",
                "Technical failure",
                "-Does not fit",
            ],
        ),
        (
            "Quote follow-up",
            [
                "+Verbal yes",
                "Under review",
                "Renegotiation",
                "+Order placed",
                "-Declined",
            ],
        ),
        (
            "Contract negotiation",
            [
                "+Signed",
                "With the legal department",
                "Concession made",
                "+Renewed",
                "-Broken off",
            ],
        ),
        (
            "Site visit",
            [
                "+New opportunity found",
                "State recorded",
                "+Upsell",
                "Nobody there",
                "-Complaint received",
            ],
        ),
        (
            "Complaint",
            [
                "+Solved",
                "Being looked into",
                "Credit granted",
                "+Customer won back",
                "-Customer lost",
            ],
        ),
        (
            "Reminder",
            [
                "+Paid",
                "Instalments agreed",
                "Deadline extended",
                "Disputed",
                "-Handed to collection",
            ],
        ),
        (
            "Trade fair talk",
            [
                "+Contact made",
                "Card received",
                "+Sample ordered",
                "Get in touch later",
                "-Competitor",
            ],
        ),
        (
            "Training",
            [
                "+Completed",
                "Partly done",
                "+Recommended us",
                "Needs another date",
                "-Did not show up",
            ],
        ),
    ],
};
