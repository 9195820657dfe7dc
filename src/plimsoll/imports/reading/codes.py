"""Code sets of the CIN census and the SSDA903 return: what a code means, in words.

Source: the Department's CIN census guide 2022 to 2026 and SSDA903 guide, as in the copies of
the schema and the rules that `docs/architecture.md` names. A code that is not here is kept as
written and said to be unknown; it is never turned into another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from plimsoll.imports.reading.values import Sex

# Sex: M, F and U since 2025; before, "GenderCurrent" was 1, 2, 0 (not known) and 9 (indeterminate).
# Files of one year with the codes of another are common, so that both are read under either name.
SEX: Final[dict[str, Sex]] = {
    "M": "M",
    "F": "F",
    "U": "U",
    "1": "M",
    "2": "F",
    "0": "U",
    "9": "U",
    "1.0": "M",
    "2.0": "F",
}
BOOLEANS: Final[dict[str, bool]] = {"1": True, "0": False, "true": True, "false": False, "1.0": True, "0.0": False}

REFERRAL_SOURCES: Final = {
    "1A": "Family member, relative or carer",
    "1B": "Acquaintance, neighbour or child minder",
    "1C": "Self",
    "1D": "Other individual",
    "2A": "School",
    "2B": "Education services",
    "3A": "General practitioner",
    "3B": "Health visitor",
    "3C": "School nurse",
    "3D": "Other primary health services",
    "3E": "Accident and emergency department",
    "3F": "Other health services",
    "4": "Housing",
    "5A": "Social care",
    "5B": "Other department of the authority",
    "5C": "Another authority",
    "5D": "Early help",
    "6": "Police",
    "7": "Other legal agency",
    "8": "Other agency or voluntary organisation",
    "9": "Anonymous",
    "10": "Unknown",
}
NEEDS: Final = {
    "N1": "Abuse or neglect",
    "N2": "Child's disability",
    "N3": "Parental disability or illness",
    "N4": "Family in acute stress",
    "N5": "Family dysfunction",
    "N6": "Socially unacceptable behaviour",
    "N7": "Low income",
    "N8": "Absent parenting",
    "N9": "Cases other than children in need",
    "N0": "Not stated",
}
CLOSURE_REASONS: Final = {
    "RC1": "Adopted",
    "RC2": "Died",
    "RC3": "Child arrangements order",
    "RC4": "Special guardianship order",
    "RC5": "Transferred to another authority",
    "RC6": "Transferred to adult social care",
    "RC7": "Services ceased for another reason",
    "RC8": "Closed after assessment, no further action",
    "RC9": "Closed after assessment, referred to early help",
}
ABUSE_CATEGORIES: Final = {
    "NEG": "Neglect",
    "PHY": "Physical abuse",
    "SAB": "Sexual abuse",
    "EMO": "Emotional abuse",
    "MUL": "Multiple",
}
DISABILITIES: Final = frozenset(
    ["NONE", "MOB", "HAND", "PC", "INC", "COMM", "LD", "HEAR", "VIS", "BEH", "CON", "AUT", "DDA"]
)
ETHNICITIES: Final = frozenset(
    [
        "WBRI",
        "WIRI",
        "WIRT",
        "WOTH",
        "WROM",
        "MWBC",
        "MWBA",
        "MWAS",
        "MOTH",
        "AIND",
        "APKN",
        "ABAN",
        "AOTH",
        "BCRB",
        "BAFR",
        "BOTH",
        "CHNE",
        "OOTH",
        "REFU",
        "NOBT",
    ]
)
RNE: Final = {
    "S": "Started to be looked after",
    "L": "Change of legal status only",
    "P": "Change of placement and carer",
    "T": "Change of placement, same carer",
    "B": "Change of legal status, placement and carer",
    "U": "Change of legal status and placement, same carer",
}
# The reference copy verified these codes but not their names; the names are from memory, and to be checked.
LEGAL_STATUSES: Final = {
    "C1": "Interim care order",
    "C2": "Full care order",
    "D1": "Freeing order",
    "E1": "Placement order",
    "V2": "Accommodated under section 20",
    "V3": "Accommodated in a series of short breaks",
    "V4": "Accommodated in a series of short breaks (agreement)",
    "J1": "Remanded to local authority or youth detention accommodation",
    "J2": "Placed under the Police and Criminal Evidence Act",
    "J3": "Youth rehabilitation order with residence requirement",
    "L1": "Under police protection",
    "L2": "Emergency protection order",
    "L3": "Child assessment order",
}
PLACEMENTS: Final = {
    "A3": "Placed for adoption with consent, current foster carer",
    "A4": "Placed for adoption with consent, not current foster carer",
    "A5": "Placed for adoption with placement order, current foster carer",
    "A6": "Placed for adoption with placement order, not current foster carer",
    "H5": "Semi-independent accommodation (code of earlier years)",
    "K1": "Secure children's home",
    "K2": "Children's home",
    "K3": "Supported accommodation",
    "P1": "With own parents or a person with parental responsibility",
    "P2": "Independent living (code of earlier years)",
    "P3": "Residential employment",
    "R1": "Residential care home",
    "R2": "National Health Service establishment",
    "R3": "Family centre or mother and baby unit",
    "R5": "Young offender institution",
    "S1": "Residential school",
    "T0": "Temporary move",
    "T1": "Temporary: hospital",
    "T2": "Temporary: holiday",
    "T3": "Temporary: carer on holiday",
    "T4": "Temporary: seven days or less, other",
    "U1": "Foster placement with relative or friend, long term",
    "U2": "Foster placement with relative or friend, also approved adopter or concurrent planning",
    "U3": "Foster placement with relative or friend, other",
    "U4": "Foster placement with other carer, long term",
    "U5": "Foster placement with other carer, also approved adopter or concurrent planning",
    "U6": "Foster placement with other carer, other",
    "Z1": "Other placement",
}
ENDINGS: Final = {
    "X1": "Episode ends, another begins the same day",
    "E11": "Adopted, unopposed",
    "E12": "Adopted, consent dispensed with",
    "E2": "Died",
    "E3": "Care taken over by another authority",
    "E4A": "Returned home, planned",
    "E4B": "Returned home, unplanned",
    "E13": "Left care to live with a person without parental responsibility",
    "E14": "Remand ended",
    "E15": "Age assessed as 18 or over",
    "E16": "Moved abroad",
    "E17": "Aged 18 or over and stayed with carers",
    "E41": "Child arrangements order",
    "E45": "Special guardianship, former foster carer who is a relative or friend",
    "E46": "Special guardianship, former foster carer",
    "E47": "Special guardianship, other carer who is a relative or friend",
    "E48": "Special guardianship, other carer",
    "E5": "Independent living with formal support",
    "E6": "Independent living without formal support",
    "E7": "Residential care funded by adult social care",
    "E8": "Another reason",
    "E9": "Sentenced to custody",
}
PLACEMENT_CHANGES: Final = {
    "CARPL": "Change to the care plan",
    "CLOSE": "Resignation or closure of provision",
    "ALLEG": "Allegation",
    "STAND": "Standards of care",
    "APPRR": "Approval removed",
    "CREQB": "Carer asked for the end: child's behaviour",
    "CREQO": "Carer asked for the end: other reason",
    "CHILD": "Child asked for the end",
    "LAREQ": "Authority asked for the end",
    "PLACE": "Change in the status of the placement only",
    "CUSTOD": "Custody",
    "OTHER": "Other",
}
WORKER_CHANGES: Final = {
    "MANAGE": "Managing caseloads",
    "FCONTA": "First contact or re-referral",
    "LEFTRL": "Previous worker left the role",
    "ORGRST": "Restructure",
    "TSPROC": "Transfer, standard process",
    "ABSENC": "Cover for absence, or return",
    "CHCHAN": "Child asked for a change",
    "PCCHAN": "Parent or carer asked for a change",
    "SWDIED": "Previous worker died",
    "OTHERS": "Other",
}
REVIEW_PARTICIPATION: Final = frozenset(["PN0", "PN1", "PN2", "PN3", "PN4", "PN5", "PN6", "PN7"])
