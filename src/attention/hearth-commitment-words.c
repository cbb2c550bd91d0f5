/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-commitment-words.h"

#include <string.h>

/* The language of the mail and not of its owner: not translated; other languages add rows. */
static const HearthPhraseRow rows[] = {
  { HEARTH_ASK_DO,
    "could you|can you|would you|will you|can u|could u|could you please|can you please|"
    "would you please|will you please|could you also|can you also|could you kindly|kindly|"
    "can you both|could you both|can you all|could you all|i need you to|we need you to|"
    "need you to|needs you to|i'd need you to|i want you to|i'd like you to|we'd like you to|"
    "i would like you to|we would like you to|i am asking you to|i'm asking you to|"
    "i was wondering if you could|i was wondering whether you could|wondering if you could|"
    "wondering if you can|i wonder if you could|wondering if you would|was hoping you could|"
    "i was hoping you could|hoping you can|hoping you could|hope you can|i hope you can|"
    "it would be great if you could|would be great if you could|it'd be great if you could|"
    "would be helpful if you could|it would help if you could|would be good if you could|"
    "would be wonderful if you could|would be nice if you could|would be lovely if you could|"
    "i would appreciate it if you could|i'd appreciate it if you could|"
    "we'd appreciate it if you could|would appreciate it if you could|appreciate it if you could|"
    "appreciate if you could|grateful if you could|be grateful if you would|"
    "be great if you can|any chance you could|any chance you can|"
    "is there any chance you could|are you able to|would you be able to|will you be able to|"
    "do you think you could|do you think you can|think you could|do you mind if you|"
    "would it be possible for you to|is it possible for you to|would you be willing to|"
    "would you be up for|could i ask you to|can i ask you to|may i ask you to|might i ask you to|"
    "i must ask you to|we ask you to|we ask that you|i ask that you|asking that you|"
    "could i trouble you to|can i trouble you to|if you could|if you would|"
    "make sure to|make sure that you|make sure you|be sure to|remember to|"
    "don't forget to|do not forget to|please don't forget to|please remember to|"
    "please make sure to|please make sure you|please be sure to|you need to|you'll need to|"
    "you will need to|you have to|you must|you are required to|you're required to|"
    "you are asked to|you are requested to|you should|"
    "it's your turn to|it is your turn to|your task is to|i'd ask you to|"
    "action item for you|action for you|todo for you" },
  { HEARTH_ASK_PLEASE, "please|pls|plz|please also|please could you|please can you|please kindly" },
  { HEARTH_ASK_DOING,
    "would you mind|do you mind|would you be ok with|would you be okay with|"
    "would you consider|could you look at|can you help with|could you help with" },
  { HEARTH_ASK_GIVE,
    "i need your|we need your|i still need your|we still need your|i just need your|i'd need your|"
    "need your|i'd like your|i would like your|we'd like your|i'd love your|would love your|"
    "i would love your|i'd appreciate your|i would appreciate your|we'd appreciate your|"
    "i'm looking for your|looking for your|i want your|i'd value your|could i get your|"
    "can i get your|could i have your|can i have your|may i have your|could we get your|"
    "can we get your|could we have your|can we have your|"
    "still waiting for your|still waiting on your|i'm still missing your|still missing your|"
    "i am still missing your|i'm waiting for your|i'm waiting on your|i am waiting for your|"
    "we're waiting for your|we are waiting for your|waiting on your|waiting for your" },
  { HEARTH_ASK_SEND,
    "can i get|could i get|can i have|could i have|may i have|could we get|can we get|"
    "can we have|could we have|i'm still missing|i am still missing|we're still missing|"
    "we are still missing|still waiting for the|still waiting on the|i'm waiting for the|"
    "i'm waiting on the|i'm looking for the" },
  { HEARTH_ASK_NEED,
    "i need|we need|i still need|we still need|i'd need|we'd need|i will need|i'll need|"
    "we'll need|we will need|i'd like|i would like|i require|we require|we also need|i also need" },
  { HEARTH_ASK_TELL,
    "let me know|let us know|tell me|tell us|please advise|advise|drop me a line|send me a note|"
    "give me a shout|drop me a note|keep me posted on|keep us posted on|update me on|"
    "get back to me|get back to us|i'd like to know|i need to know|we need to know|"
    "i'd love to know|want to know|i wonder|i'm wondering|i was wondering|"
    "wondering|curious|i'm curious" },
  { HEARTH_ASK_ANSWER,
    "looking forward to hearing from you|look forward to hearing from you|hope to hear from you|"
    "looking forward to your reply|looking forward to your response|"
    "looking forward to your feedback|looking forward to your answer|"
    "looking forward to your thoughts|looking forward to your decision|"
    "looking forward to your comments|look forward to your reply|look forward to your response|"
    "look forward to your feedback|look forward to your answer|look forward to your thoughts|"
    "look forward to hearing your|looking forward to hearing your|following up on|"
    "follow up on my|checking in on|circling back on|circling back to|any update on|"
    "any updates on|any news on|any news about|any progress on|bumping this|any word on|"
    "freue mich auf ihre antwort|freue mich auf deine antwort|"
    "freue mich auf ihre rückmeldung|freue mich auf deine rückmeldung|"
    "freuen uns auf ihre rückmeldung|freuen uns auf ihre antwort|"
    "freue mich von ihnen zu hören|freue mich von dir zu hören|"
    "gibt es etwas neues|gibt es schon neuigkeiten|gibt es neuigkeiten" },
  { HEARTH_ASK_WE_CAN, "can we|could we|could you and i|can you and i|can the two of us" },
  { HEARTH_ASK_WE_SHOULD, "shall we|should we" },
  { HEARTH_ASK_I_CAN, "can i|could i|may i|should i|shall i" },
  { HEARTH_ASK_DO_YOU, "do you|did you|don't you" },
  { HEARTH_ASK_HAVE_YOU,
    "have you|haven't you|do you have|would you have|will you have|do you still have" },
  { HEARTH_ASK_ARE_YOU, "are you|will you be|aren't you|were you" },
  { HEARTH_ASK_KNOW,
    "do you know|any idea|do you happen to know|can you tell me|could you tell me|"
    "do you remember|can you remember|could you tell us|can you tell us|can you remind me|"
    "could you remind me|would you know|do you have any idea|could you say|can you say" },
  { HEARTH_ASK_WHETHER,
    "is it ok|is it okay|would it be ok|would it be okay|is it possible|would it be possible|"
    "is it alright|would it be all right|is there any way|is there a way|is there any chance|"
    "would it work|is it fine" },
  { HEARTH_ASK_AWAITED,
    "awaiting your|awaits your|await your|are awaiting your|is awaiting your|needs your|"
    "requires your|require your|waiting for you to|waiting on you to|waiting for you|"
    "is waiting for your|are waiting for your|pending your|your signature is required|"
    "your signature is needed|your approval is required|your approval is needed|"
    "your attention is required|your action is required|your review is required|"
    "your response is required|your response is needed|your confirmation is required|"
    "your input is required|your input is needed|your feedback is needed|"
    "your review is requested|requested your review|requested your approval|"
    "requests your review|requests your approval|has requested your|assigned to you|"
    "assigned you|has been assigned to you|needs to be signed by you|awaiting approval from you|"
    "wartet auf deine|wartet auf ihre|warten auf deine|warten auf ihre|warten auf dich|"
    "ihre unterschrift fehlt|ihre freigabe|benötigt ihre|benötigt deine|braucht deine|"
    "braucht ihre|brauchen ihre|brauchen deine|brauche deine|brauche ihre|benötige ihre|"
    "benötige deine|benötigen ihre|bräuchte deine|bräuchte ihre|"
    "es fehlt noch ihre|es fehlt noch deine|mir fehlt noch deine|mir fehlt noch ihre|"
    "uns fehlt noch ihre|uns fehlt noch deine|mir fehlen noch deine|mir fehlen noch ihre" },
  { HEARTH_ASK_GERMAN_DO,
    "könntest du|kannst du|könnten sie|können sie|würdest du|würden sie|könntet ihr|könnt ihr|"
    "magst du|wärst du so lieb|wärst du so nett|wären sie so freundlich|könntest du bitte|"
    "könnten sie bitte|kannst du bitte|können sie bitte|würden sie bitte|würdest du bitte|"
    "könntest du mal|kannst du mal|kannst du noch|könntest du noch|könnten sie noch|"
    "du musst noch|sie müssen noch|du solltest|sie sollten|du musst" },
  { HEARTH_ASK_GERMAN_BID,
    "bitte|denk daran|denk bitte daran|denken sie bitte daran|denken sie daran|vergiss nicht|"
    "vergiss bitte nicht|vergessen sie nicht|vergessen sie bitte nicht|ich bitte dich|"
    "ich bitte sie|wir bitten sie" },
  { HEARTH_ASK_GERMAN_TELL,
    "sag mir bescheid|sag mir bitte bescheid|gib mir bescheid|gib mir bitte bescheid|"
    "geben sie mir bescheid|geben sie mir bitte bescheid|sag bescheid|sag bitte bescheid|"
    "sag mir|sag mir bitte|sagen sie mir|sagen sie mir bitte|geben sie uns bescheid|"
    "geben sie uns bitte bescheid|bitte gib mir bescheid|bitte sag mir bescheid|"
    "bitte geben sie mir bescheid|bitte geben sie uns bescheid|bitte sag mir|"
    "bitte sagen sie mir|teilen sie mir mit|teilen sie uns mit|teilen sie uns bitte mit|"
    "bitte teilen sie uns mit|bitte teilen sie mir mit|lass mich wissen|lassen sie mich wissen|"
    "lass mich bitte wissen|bitte lass mich wissen|bitte lassen sie mich wissen" },
  { HEARTH_ASK_OFFER,
    "if you have any questions|if you have questions|if you've any questions|any questions|"
    "have any questions|if you have any concerns|any concerns|any further questions|"
    "if you need anything|need anything else|if you need any|if you need help|if you need more|"
    "if you require|if you have trouble|if you have any trouble|if you have any issues|"
    "if you have any problems|if you run into|if there is anything|if there's anything|"
    "if anything is unclear|if anything comes up|if something comes up|if i can help|"
    "if we can help|if i can be of|how i can help|how we can help|if you'd like me to|"
    "if you want me to|if you would like me to|if you'd like us to|if you'd like to know more|"
    "if you want more|if you'd like more|if you would like more|if you'd prefer|"
    "feel free|don't hesitate|do not hesitate|no need to|no need for|you don't need to|"
    "you do not need to|you don't have to|you do not have to|no rush|nothing for you to do|"
    "please note|please find|please see|please be advised|please be aware|"
    "please do not reply|please don't reply|please ignore|please disregard|please accept|"
    "please enjoy|please excuse|please forgive|please join us in|please join me in|"
    "please welcome|please allow|please give my|please send my|please say hi|please visit|"
    "please keep in mind|please remember that|please bear with|please know|please stay tuned|"
    "please rate|please consider the environment|please help us welcome|please refer to|"
    "please contact|please call us|please reach out|please write to|please click|please follow us|"
    "please tell your friends|please subscribe|please unsubscribe|please keep this|"
    "let me know how it goes|let me know how you get on|let us know how we did|"
    "say hi|say hello|give my love|give my regards|have a great|have a good|have a nice|"
    "have a wonderful|have a lovely|enjoy the|enjoy your|take care|take your time|"
    "thank you for|thanks for|whenever suits you there is no|can you believe|can you imagine|"
    "would you believe|as you can|so you can|so that you can|if you can't|if you cannot|"
    "if you did not|if you didn't|if this wasn't you|if this was not you|"
    "did you know|will you be surprised|want to save|ready to|"
    "you can|you could always|you'll be able to|you will be able to|you should receive|"
    "you should have received|you should see|you should be|you should get|you must have|"
    "you have to see|you should try|you must be|you need to know|you must not|"
    "i need to|we need to|i need a|i'd like to|i would like to|we'd like to|we would like to|"
    "i'd need to|i'll need to|we'll need to|i need more|i still need to|i will need to|"
    "you will need to do nothing|need your feedback to improve|"
    "bei fragen|falls du fragen|falls sie fragen|wenn sie fragen|wenn du fragen|"
    "bei rückfragen|bitte beachten|bitte nicht antworten|bitte antworten sie nicht|"
    "bitte entschuldige|bitte entschuldigen|gern melden|jederzeit melden|melden sie sich gern|"
    "melde dich gern|stehe ich gern|stehen wir|zur verfügung|keine eile|"
    "bitte grüß|bitte grüße|schönes wochenende|im anhang finden|anbei finden|"
    "bitte finden sie|kein handlungsbedarf|nichts tun|nichts weiter" },
  { HEARTH_ASK_COURTESY,
    "how are you|how's it going|how is it going|how have you been|what's up|how are things|"
    "how's life|how do you do|guess what|how was your|how did your|hope you|how's everything|"
    "how are the kids|how is everyone|isn't it|aren't they|who knows|remember when|you know what|"
    "can you believe|what could go wrong|why not|right|makes sense|you ok|you okay|"
    "wie geht|wie geht's|alles gut|wie war" },
  { HEARTH_ASK_POINTS_BACK,
    "any thoughts|any feedback|any objections|any preference|any preferences|agreed|"
    "ok for you|ok by you|does that work|does this work|would that work|will that work|does that "
    "suit|"
    "does that sound|does this sound|sounds good|sound good|sound ok|does that make sense|"
    "is that ok|is that okay|is this ok|is that possible|is that doable|is that right|"
    "would that be ok|would that be possible|would that be okay|would that suit|ok with you|"
    "okay with you|if that works|if this works|if that's ok|if that's okay|if that is ok|"
    "if that suits|whether that works|whether this works|if it works|what you think|"
    "what do you think|your thoughts|thoughts|either way|what works|which works|which you prefer|"
    "what suits|works for you|work for you|works best|by when|if so|if not|if this is ok|"
    "if you agree|if you can|if you can make it|if you're free|if you are free|"
    "if you're interested|if you're in|can you do that|would you do that|"
    "ob das passt|ob das geht|passt das|geht das|passt dir das|was meinst du|was meinen sie|"
    "was denkst du|ob es passt|ob dir das passt|ob ihnen das passt" },
  { HEARTH_ASK_NOTHING,
    "no action needed|no action is needed|no action required|no action is required|"
    "no action on your part|no action from you|no response needed|no reply needed|"
    "no response necessary|no reply necessary|no response required|no need to reply|"
    "no need to respond|no need to answer|no answer needed|nothing for you to do|"
    "nothing you need to do|nothing needed from you|nothing is needed|nothing required|"
    "nothing to do on your side|for your information only|just for your information|"
    "do not reply to this|no follow up needed|no follow-up needed|for visibility|"
    "you don't need to do anything|you do not need to do anything|"
    "kein handlungsbedarf|keine antwort nötig|keine aktion|nur zur information|nur zur info|"
    "du musst nichts|sie müssen nichts|keine antwort erforderlich" },
  { HEARTH_ASK_FILLER,
    "hi|hey|hello|dear|hallo|liebe|lieber|also|and|but|so|then|ok|okay|well|just|oh|now|again|"
    "quick question|"
    "one more thing|two things|three things|one thing|a few things|a favour|a favor|"
    "small favour|small favor|quick favor|quick favour|quick one|lastly|finally|first|second|"
    "third|firstly|secondly|thirdly|next|next up|plus|in addition|additionally|"
    "when you get a chance|when you have a chance|when you have a moment|when you get a moment|"
    "if possible|if you can|if you have time|if you get a chance|whenever you have a moment|"
    "meanwhile|in the meantime|as discussed|as agreed|as a reminder|reminder|"
    "a reminder|friendly reminder|gentle reminder|just a reminder|to that end|for that|therefore|"
    "separately|unrelated|by the way|btw|before i forget|before then|once you're back|"
    "außerdem|und|dann|noch etwas|noch eins|kurze frage|übrigens|kurze bitte|daher|deshalb" },
  { HEARTH_ASK_TAIL,
    "when you get a chance|when you have a chance|when you have a moment|when you get a moment|"
    "when you have time|when you have a minute|when you get a minute|when you can|if possible|"
    "if you can|if you could|if you don't mind|if that's ok|if that's okay|if that is ok|"
    "if you have time|if you have a moment|if you get a chance|whenever you have time|"
    "whenever you can|whenever it suits|at your earliest convenience|at your convenience|"
    "as soon as possible|as soon as you can|asap|please|pls|thanks|thank you|many thanks|"
    "for me|for us|in advance|thanks in advance|thank you in advance|would be great|"
    "that would be great|that would be a great help|it would be a great help|"
    "at some point|sometime|soon|too|as well|real quick|quickly|for me please|"
    "wenn möglich|so bald wie möglich|so schnell wie möglich|bitte|danke|vielen dank|"
    "wenn du kannst|wenn es geht|bei gelegenheit|wenn du zeit hast|wenn sie zeit haben" },
  { HEARTH_ASK_PROMISE,
    "i'll|i will|i'm going to|i am going to|we'll|we will|we're going to|we are going to|"
    "i promise to|let me|i can|i shall|i'm gonna|i'll try to|i will try to|i'll also|"
    "i will also|i'll then|i plan to|i'm planning to|happy to|i'll make sure to|"
    "i'll go ahead and|i'll get to|you'll have|you will have|you'll get|you'll hear from me" },
  { HEARTH_ASK_GERMAN_PROMISE,
    "ich werde|ich schicke|ich sende|ich melde mich|ich kümmere mich|ich rufe|ich bringe|"
    "ich prüfe|ich erledige|ich mache|ich bereite|ich überweise|ich buche|ich bestelle|"
    "ich leite|ich gebe dir bescheid|ich gebe ihnen bescheid|ich frage|ich kläre|"
    "ich schreibe|ich liefere|ich reiche|ich besorge|wir werden|wir schicken|wir senden|"
    "wir melden uns|wir prüfen|wir kümmern uns|wir liefern|ich lasse dir|ich lasse ihnen|"
    "ich hole|ich organisiere|ich reserviere|ich korrigiere|ich schaue|ich sehe|wir klären|"
    "schicke ich|sende ich|melde ich mich|bringe ich|erledige ich|mache ich|rufe ich|"
    "schicken wir|senden wir|melden wir uns|reiche ich|liefere ich|gebe ich|kümmere ich mich|"
    "überweise ich|buche ich|bestelle ich|prüfe ich|schreibe ich" },
  { HEARTH_ASK_NO_PROMISE,
    "i'll be|i will be|we'll be|we will be|i'll see|i will see you|see you|i'll let you|"
    "i'll leave it|i'll assume|i'll never|i'll keep you posted|we'll keep you posted|"
    "we will keep you|we'll see|i'll miss|i'll have to|i will have to|i'll need|i'll probably|"
    "i'll wait|i will wait|i'll always|i'll take|i'll go with|i'll stop|let me know|let me just "
    "say|"
    "i can see|i can't|i can imagine|i can confirm that|i can only|i can do|i can make|i can be|"
    "i'll look forward|i'll think|i'll pass|i won't|ich mache mir|ich mache urlaub|"
    "i can tell|i can understand|i will have limited|i'll have limited|i will have no|i'll have no|"
    "i will have a|i'll have a|i will have more|i'll have more|happy to help|happy to "
    "discuss|happy to hear|happy to announce|"
    "happy to see|happy to know|happy to say|happy to report|happy to inform|"
    "ich sehe|ich schreibe ihnen|ich schreibe dir|ich frage mich|ich schaue nicht|"
    "ich mache das gern|ich werde sein|ich werde nicht|ich werde da|ich werde im" },
  { HEARTH_ASK_CONDITION,
    "once you|if you|when you|as soon as you|after you|unless|if we|if it|if i|if they|"
    "if needed|if necessary|if required|if there|once we|if that|if this|in case|"
    "if something|if anything|falls|sobald du|sobald sie|wenn du|wenn sie" },
};

static const char verbs[] =
    " accept add address adjust advise agree allocate amend analyse analyze answer apply approve "
    "arrange ask assign attach attend authorise authorize back block book bring buy call cancel "
    "change chase check choose circulate clarify clean clear close collect come comment compare "
    "compile complete confirm connect consider contact contribute coordinate copy correct cover "
    "create cut debug decide delete deliver deploy design discuss document double-check download "
    "draft drop edit email ensure escalate estimate evaluate examine expand explain export extend "
    "file fill finalise finalize find finish fix follow format forward get give grab grant handle "
    "have help highlight hold host identify implement import include inform inspect install "
    "introduce investigate invite invoice issue join keep land leave lend liaise list look make "
    "mail mark meet merge migrate move notify nominate note obtain offer open order organise "
    "organize outline pass pay pick pin ping place plan point post prepare present print "
    "prioritise prioritize proceed process proofread propose provide publish pull push put raise "
    "rank read reassign rebase rebook recommend reconcile record redo refund register reimburse "
    "reject release remind remove renew reply report request reschedule resend reserve reset "
    "resolve respond restart restore return reserve revert review revise rsvp run save scan "
    "schedule "
    "secure select send set settle share ship show sign sort specify start stop submit suggest "
    "summarise summarize supply swap switch take talk tell test tidy transfer translate treat try "
    "turn update upgrade upload validate verify vote wire work write ";

/* What a person who says "I'll" then really hands over or does for another. */
static const char deeds[] =
    " add address answer arrange ask book bring buy call cancel check chase circulate clean "
    "collect complete confirm coordinate copy correct create deliver deploy discuss draft drop "
    "edit "
    "email escalate file finalise finalize find finish fix follow forward get give handle have "
    "introduce investigate invite issue look mail make merge move open order organise organize "
    "pass pay pick ping post prepare print process proofread propose provide publish push put "
    "reach read refund register reply report reschedule resend reserve resolve respond return "
    "review revise run schedule send set share ship sign sort submit summarise summarize swap take "
    "talk test transfer translate update upload verify wire write ";

/* Words that say nothing of what a sentence is about. */
static const char common[] =
    " a about all also am an and any are as at be been but by can could did do does done for from "
    "had has have he her here him his how i if in into is it its just let me my no not now of off "
    "on one or our out please send she so some such than that the their them then there these "
    "they this those to too up us was we were what when where whether which who why will with "
    "would you your know get give tell works work ok okay back soon thanks let's whoever it's "
    "der die das den dem ein eine einen und oder ich du sie es mir dir ihnen uns bitte noch "
    "mal auch bescheid ob wann was wie ";

static gboolean
holds_word (const char *list, const char *word)
{
  char padded[64];

  if (g_snprintf (padded, sizeof padded, " %s ", word) >= (int) sizeof padded)
    return FALSE;
  return strstr (list, padded) != NULL;
}

/**
 * hearth_commitment_words_get:
 *
 * Returns: (transfer none): the phrases that ask and promise; they mean a #HearthAskCue
 */
const HearthPhrases *
hearth_commitment_words_get (void)
{
  static gsize table;

  if (g_once_init_enter (&table))
    g_once_init_leave (&table, (gsize) hearth_phrases_new (rows, G_N_ELEMENTS (rows)));
  return (const HearthPhrases *) table;
}

/**
 * hearth_commitment_words_is_verb:
 * @word: a word in lower case
 *
 * Returns: whether it can be what an English writer bids another to do
 */
gboolean
hearth_commitment_words_is_verb (const char *word)
{
  return holds_word (verbs, word);
}

/**
 * hearth_commitment_words_is_deed:
 * @word: a word in lower case
 *
 * Returns: whether it can be what an English writer promises to do
 */
gboolean
hearth_commitment_words_is_deed (const char *word)
{
  return holds_word (deeds, word);
}

/**
 * hearth_commitment_words_is_common:
 * @word: a word in lower case
 *
 * Returns: whether it says nothing of what a sentence is about
 */
gboolean
hearth_commitment_words_is_common (const char *word)
{
  return holds_word (common, word);
}

/**
 * hearth_commitment_words_is_german:
 * @line: a line
 *
 * Returns: whether its words are more likely German than English
 */
gboolean
hearth_commitment_words_is_german (const HearthPhraseLine *line)
{
  static const char german[] =
      " der die das den dem ein eine einen und oder ich du sie mir dir ihnen uns bitte noch mal "
      "auch bescheid ob wann ist nicht wir ihr für mit von bis zum zur auf kannst könntest können "
      "könnten habe haben hat wird werde dich mich dein deine ihre unsere schon wie aus ";
  static const char english[] =
      " the a an and or i you me us please to of is not we for with from by on can could have has "
      "will your my our it that this are be do ";
  int balance = 0;

  for (guint i = 0; i < line->n_words; i++)
    balance += holds_word (german, line->words[i].word) - holds_word (english, line->words[i].word);
  return balance > 0;
}
