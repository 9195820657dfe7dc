"""What an invented worker might have written. Nobody in these notes exists."""

# ruff: noqa: E501 - prose

VISIT = (
    "Seen at home with Mum. Talked on their own upstairs about school and sleep. They said “it’s calmer now”. Kitchen clean, food in the cupboard.",
    "Seen alone in the school library. They drew their house and said who sleeps where. They would like to see Nan more.",
    "Home visit. Dad and both children present. Baby reaching and smiling, weight on the centile. Smoke alarm still missing: Dad will fit it on Saturday.",
    "Seen at home. They did not want to talk at first; we made toast. They said they worry when Mum is asleep in the day.",
    "Seen alone in the garden. “I like it when you come on Tuesdays.” Bedroom warm, new curtains. No bruises seen or reported.",
    "Short visit after school. Seen alone for ten minutes. They feel safe at home and named two adults they would go to.",
)
CONTACT = (
    "Telephone call with Mum. She has an appointment with the GP on Thursday and asked for the date of the next meeting.",
    "Call with the class teacher: attendance 94 %, tired on Mondays, good friendships.",
    "Message from the health visitor: checks up to date, no worries this month.",
    "Call from the young person, who asked what will be said at the review. We agreed what they want to say themselves.",
)
NOT_SEEN = (
    "Nobody at home. Card left. Neighbour said they were at the shops.",
    "Cancelled by text an hour before: a sickness bug.",
)
SCHOOL_WORRY = (
    "School say that they came in without a coat or breakfast three days this week.",
    "School report that they fell asleep in two lessons and did not want to go home on Friday.",
)
ADVICE = (
    "Went through the letter together. Explained the two ways to challenge it. They would like us to help with the form.",
    "Looked at income and outgoings. Agreed which bills come first. They will bring the letters on the blue folder next week.",
    "Explained what the notice means and what it does not mean. They chose to speak to the landlord first, with our letter.",
)
SEND = (
    "Call with Mum about what a needs assessment looks at. She will send the speech therapist’s report.",
    "Spoke with the SENCo: advice from the educational psychologist is nearly ready.",
    "Meeting at school. They said what helps: a quiet table and knowing what comes next.",
)
