/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-triage.h"

#include "hearth-triage-model.h"

#include "hearth-clock.h"
#include "hearth-format.h"

#include <glib/gi18n.h>
#include <string.h>

#define HOUR ((gint64) 3600)
#define DAY (24 * HOUR)

/* What the rules look at, under short names. */
typedef struct {
  const HearthMessage *message;
  const HearthFeatures *features;
  const HearthTriageContext *context;
  guint asks;      /* strength of what is asked of the owner */
  guint promotion; /* strength of what is sold */
  gboolean known;  /* the owner writes to the sender, or works beside them */
} Case;

/**
 * hearth_class_to_string:
 * @klass: a class
 *
 * Returns: (transfer none): its name, as the store keeps it
 */
const char *
hearth_class_to_string (HearthClass klass)
{
  static const char *const names[] = { "urgent", "needs_response", "personal", "fyi",
                                       "promotional" };

  g_return_val_if_fail ((guint) klass < G_N_ELEMENTS (names), "fyi");
  return names[klass];
}

/**
 * hearth_verdict_clear:
 * @self: a verdict
 */
void
hearth_verdict_clear (HearthVerdict *self)
{
  g_clear_pointer (&self->reason, g_free);
}

static guint
cue (const Case *c, HearthCue which)
{
  /* The subject is short and chosen: a hint there counts twice. */
  return c->features->cues[which] + 2u * c->features->subject_cues[which];
}

static void
decide (HearthVerdict *verdict, HearthClass klass, int priority, const char *reason)
{
  verdict->klass = klass;
  verdict->priority = CLAMP (priority, 0, 100);
  g_free (verdict->reason);
  verdict->reason = g_strdup (reason);
}

/* "by Friday", "by 15:00", "by tomorrow", "by 3 May"; %NULL without a deadline. */
static char *
dup_deadline (const Case *c)
{
  gint64 due = c->features->deadline;
  g_autoptr (GDateTime) at = hearth_clock_dup_at (due);
  g_autoptr (GDateTime) written = hearth_clock_dup_at (c->message->date);
  g_autofree char *day = NULL;
  g_autofree char *time = NULL;

  if (due == 0 || at == NULL || written == NULL)
    return NULL;
  if (due - c->message->date < 7 * DAY && due >= c->message->date - DAY)
    day = g_date_time_format (at, "%A");
  else
    day = hearth_format_day (due, c->context->now);
  if (!c->features->deadline_has_time)
    /* Translators: a day, as in "asks for a decision by Friday" */
    return g_strdup_printf (_("by %s"), day);
  time = hearth_format_time (due);
  /* Translators: a day and a time, as in "asks for a decision by Friday, 15:00" */
  return g_strdup_printf (_("by %s, %s"), day, time);
}

/* What is asked, in words. */
static const char *
get_asked (const Case *c)
{
  if (cue (c, HEARTH_CUE_ASK_DECISION) > 0)
    return _("asks for your decision");
  if (cue (c, HEARTH_CUE_ASK_CONFIRM) > 0)
    return _("asks you to confirm");
  if (cue (c, HEARTH_CUE_ASK_REVIEW) > 0)
    return _("asks for your review");
  if (cue (c, HEARTH_CUE_ASK_TIME) > 0)
    return _("asks when you have time");
  if (cue (c, HEARTH_CUE_NUMBER) > 0 &&
      (cue (c, HEARTH_CUE_ASK) > 0 || cue (c, HEARTH_CUE_ASK_INPUT) > 0))
    return _("asks for a number");
  if (cue (c, HEARTH_CUE_DOCUMENT) > 0 && cue (c, HEARTH_CUE_ASK) > 0)
    return _("asks for a document");
  if (cue (c, HEARTH_CUE_ASK_INPUT) > 0)
    return _("asks for your view");
  if (c->features->questions > 0)
    return _("asks you a question");
  if (cue (c, HEARTH_CUE_ASK_REPLY) > 0)
    return _("asks for an answer");
  return _("asks something of you");
}

static char *
dup_asked (const Case *c)
{
  g_autofree char *deadline = dup_deadline (c);

  if (deadline == NULL)
    return g_strdup (get_asked (c));
  /* Translators: what is asked, and by when: "asks for a decision" "by Friday" */
  return g_strdup_printf (_("%s %s"), get_asked (c), deadline);
}

/* Deceit. One weak sign is not enough; each rule names a combination that honest mail lacks. */
static const char *
find_deceit (const Case *c)
{
  const HearthFeatures *f = c->features;
  guint bait = cue (c, HEARTH_CUE_CREDENTIAL) + cue (c, HEARTH_CUE_WINDFALL);
  guint pressure = cue (c, HEARTH_CUE_URGENT) + cue (c, HEARTH_CUE_CLICK) + (f->shouting ? 1 : 0);
  gboolean unsure = (f->marks & HEARTH_MARK_AUTH_FAILED) != 0 || f->odd_domain;

  if (f->same_domain && (f->marks & HEARTH_MARK_AUTH_FAILED) == 0)
    return NULL;
  if ((f->marks & HEARTH_MARK_LINK_MISMATCH) != 0 &&
      (bait > 0 || unsure || f->name_lies || pressure > 1) && !c->known)
    return _("may be phishing: its link leads elsewhere");
  if (f->name_lies && (bait > 0 || f->odd_links > 0 || pressure > 0 || unsure))
    return _("may be phishing: the sender is not who the name says");
  if ((f->marks & HEARTH_MARK_AUTH_FAILED) != 0 && (bait > 0 || pressure > 0))
    return _("may be phishing: the sender could not be verified");
  if ((f->marks & HEARTH_MARK_REPLY_TO_DIFFERS) != 0 && bait > 0 && !c->known &&
      (f->marks & (HEARTH_MARK_LIST | HEARTH_MARK_BULK)) == 0)
    return _("may be phishing: an answer would go to somebody else");
  if (cue (c, HEARTH_CUE_WINDFALL) > 1 && !c->known)
    return _("may be fraud: promises money");
  if (bait > 0 && !c->known && (f->odd_links > 0 || f->odd_domain))
    return _("may be phishing: wants your details");
  if (!c->known && f->odd_domain)
    return _("may be phishing: from a doubtful address");
  if (!c->known && f->odd_links > 0 && pressure > 0)
    return _("may be phishing: its link leads to a doubtful address");
  return NULL;
}

static gboolean
judge_deceit (HearthVerdict *verdict, const Case *c)
{
  const char *deceit = find_deceit (c);

  if (deceit == NULL && !c->known &&
      (cue (c, HEARTH_CUE_SPAM) > 1 || c->features->scrambled >= 18)) {
    verdict->spam = TRUE;
    deceit = _("looks like junk mail");
  }
  if (deceit == NULL)
    return FALSE;
  verdict->phishing = !verdict->spam;
  decide (verdict, HEARTH_CLASS_PROMOTIONAL, 5, deceit);
  return TRUE;
}

/* What a program sent about one thing that concerns the owner. */
static gboolean
judge_machine (HearthVerdict *verdict, const Case *c)
{
  const HearthFeatures *f = c->features;

  verdict->certain = TRUE;
  if ((f->marks & HEARTH_MARK_BOUNCE) != 0) {
    decide (verdict, HEARTH_CLASS_FYI, 65, _("delivery failed"));
    return TRUE;
  }
  switch (f->method) {
  case HEARTH_METHOD_REQUEST:
    decide (verdict, HEARTH_CLASS_NEEDS_RESPONSE, 68, _("invitation that needs an answer"));
    return TRUE;
  case HEARTH_METHOD_CANCEL:
    decide (verdict, HEARTH_CLASS_FYI, 62, _("cancels an event"));
    return TRUE;
  case HEARTH_METHOD_REPLY:
    decide (verdict, HEARTH_CLASS_FYI, 35, _("answers your invitation"));
    return TRUE;
  case HEARTH_METHOD_NONE:
  case HEARTH_METHOD_OTHER:
  default:
    break;
  }
  if (cue (c, HEARTH_CUE_AWAY) > 0 && (f->is_reply || (f->marks & HEARTH_MARK_AUTO) != 0)) {
    decide (verdict, HEARTH_CLASS_FYI, 20, _("automatic answer: away"));
    return TRUE;
  }
  verdict->certain = FALSE;
  return FALSE;
}

/* Mail to many, and mail from programs. */
static gboolean
judge_bulk (HearthVerdict *verdict, const Case *c)
{
  const HearthFeatures *f = c->features;
  gboolean list = (f->marks & HEARTH_MARK_LIST) != 0;
  gboolean bulk = (f->marks & HEARTH_MARK_BULK) != 0;
  gboolean program = f->noreply || (f->marks & HEARTH_MARK_AUTO) != 0;

  if (!list && !bulk && !program && cue (c, HEARTH_CUE_NEWS) < 2)
    return FALSE;
  verdict->bulk = list || bulk;
  if (cue (c, HEARTH_CUE_SIGN_IN) > 0) {
    decide (verdict, HEARTH_CLASS_FYI, 55, _("about signing in to an account"));
    return TRUE;
  }
  if (cue (c, HEARTH_CUE_PAYMENT) > 0 && cue (c, HEARTH_CUE_PROMOTION) <= 1 && !list) {
    g_autofree char *deadline = dup_deadline (c);
    g_autofree char *reason = NULL;

    if (deadline != NULL)
      /* Translators: followed by "by Friday" */
      reason = g_strdup_printf (_("wants to be paid %s"), deadline);
    decide (verdict, HEARTH_CLASS_NEEDS_RESPONSE, deadline != NULL ? 62 : 55,
            reason != NULL ? reason : _("wants to be paid"));
    return TRUE;
  }
  if (cue (c, HEARTH_CUE_RECEIPT) > 0 && cue (c, HEARTH_CUE_PROMOTION) <= 1) {
    decide (verdict, HEARTH_CLASS_FYI, 30, _("receipt or booking"));
    return TRUE;
  }
  if (list && !program) {
    gboolean direct = f->to_owner && (f->questions > 0 || c->asks > 1) && f->is_reply &&
                      c->context->owner_wrote_in_thread;

    if (direct)
      return FALSE;
    if (bulk && (c->promotion > 0 || cue (c, HEARTH_CUE_NEWS) > 0 || !f->is_reply))
      decide (verdict, HEARTH_CLASS_PROMOTIONAL, 10, _("newsletter"));
    else
      decide (verdict, HEARTH_CLASS_FYI, 18, _("from a mailing list"));
    return TRUE;
  }
  if (bulk || cue (c, HEARTH_CUE_NEWS) >= 2) {
    decide (verdict, HEARTH_CLASS_PROMOTIONAL, 10,
            cue (c, HEARTH_CUE_NEWS) > 0 || c->promotion < 2 ? _("newsletter")
                                                             : _("advertisement"));
    return TRUE;
  }
  if (c->promotion > 1) {
    decide (verdict, HEARTH_CLASS_PROMOTIONAL, 10, _("advertisement"));
    return TRUE;
  }
  decide (verdict, HEARTH_CLASS_FYI, 28, _("automatic message"));
  return TRUE;
}

static gboolean
judge_promotion (HearthVerdict *verdict, const Case *c)
{
  guint needed = c->features->same_domain ? 5 : (c->known ? 4 : 2);

  if (c->features->is_reply && c->context->owner_wrote_in_thread)
    return FALSE;
  if (c->promotion < needed)
    return FALSE;
  decide (verdict, HEARTH_CLASS_PROMOTIONAL, 12, _("advertisement"));
  return TRUE;
}

static gboolean
is_pressing (const Case *c)
{
  const HearthFeatures *f = c->features;
  guint urgent = cue (c, HEARTH_CUE_URGENT);
  gboolean soon = f->deadline != 0 && f->deadline - c->message->date <= DAY &&
                  f->deadline > c->message->date - DAY;

  if (cue (c, HEARTH_CUE_NO_ACTION) > 0 && f->subject_cues[HEARTH_CUE_URGENT] == 0)
    return FALSE;
  /* "Next week" is not pressing, whatever else the mail says. */
  return (soon && (c->asks > 0 || urgent > 0)) || urgent >= 3 ||
         (f->subject_cues[HEARTH_CUE_URGENT] > 0 && (c->asks > 0 || urgent >= 3)) ||
         (urgent >= 2 && c->asks > 0 && f->n_words < 200);
}

/* How much the sender weighs, from what lies between them and the owner. */
static int
weigh_sender (const Case *c)
{
  const HearthSenderHistory *history = &c->context->history;
  int weight = 0;

  if (history->n_sent > 0)
    weight += history->n_sent > 3 ? 10 : 6;
  else if (c->features->same_domain)
    weight += 6;
  if (history->n_received >= 5) {
    if (history->n_read * 10 < history->n_received)
      weight -= 20;
    else if (history->n_read * 10 > history->n_received * 8)
      weight += 3;
  }
  if (c->context->owner_wrote_in_thread)
    weight += 5;
  /* Sent to a group that the owner is in: one of many is asked. */
  if (!c->features->to_owner && !c->features->cc_owner && !c->features->greets_owner)
    weight -= 15;
  return weight;
}

/* Whether a mere "please" is all that asks: directions and good wishes say it too. */
static gboolean
asks_weakly (const Case *c)
{
  return c->asks == cue (c, HEARTH_CUE_ASK) && c->asks <= 2 && c->features->deadline == 0;
}

/* Whether it is asked of the owner, and not of another recipient. */
static gboolean
concerns_owner (const Case *c)
{
  const HearthFeatures *f = c->features;

  if (f->greets_owner)
    return TRUE;
  if (f->greets_other)
    return FALSE;
  return f->to_owner || (!f->cc_owner && f->n_recipients <= 3);
}

static void
judge_person (HearthVerdict *verdict, const Case *c)
{
  const HearthFeatures *f = c->features;
  int weight = weigh_sender (c);
  gboolean private_talk = (f->private_sender && cue (c, HEARTH_CUE_TASK) < 2) ||
                          (cue (c, HEARTH_CUE_PERSONAL) >= 2 && !f->same_domain);
  gboolean asked = c->asks > 0 && concerns_owner (c);
  gboolean told = cue (c, HEARTH_CUE_NO_ACTION) > 0;

  if ((c->message->flags & HEARTH_MESSAGE_ANSWERED) != 0) {
    verdict->certain = TRUE;
    decide (verdict, private_talk ? HEARTH_CLASS_PERSONAL : HEARTH_CLASS_FYI, 20,
            _("you have answered"));
    return;
  }
  if (!concerns_owner (c)) {
    decide (verdict, private_talk ? HEARTH_CLASS_PERSONAL : HEARTH_CLASS_FYI, 30 + weight,
            f->greets_other ? _("asks somebody else; you have a copy") : _("you have a copy"));
    return;
  }
  if (is_pressing (c) && (asked || cue (c, HEARTH_CUE_URGENT) > 1)) {
    g_autofree char *reason = asked ? dup_asked (c) : g_strdup (_("says that it is urgent"));

    decide (verdict, HEARTH_CLASS_URGENT, 82 + weight, reason);
    return;
  }
  if (asked && !(told && c->asks < 4 && f->questions == 0)) {
    g_autofree char *reason = dup_asked (c);
    int priority = (asks_weakly (c) ? 54 : 62) + (f->deadline != 0 ? 6 : 0) + weight;

    decide (verdict, private_talk ? HEARTH_CLASS_PERSONAL : HEARTH_CLASS_NEEDS_RESPONSE,
            MIN (priority, 80), reason);
    return;
  }
  if (cue (c, HEARTH_CUE_PAYMENT) > 0 && !told) {
    decide (verdict, HEARTH_CLASS_NEEDS_RESPONSE, 58 + weight, _("is about a payment"));
    return;
  }
  if (private_talk) {
    decide (verdict, HEARTH_CLASS_PERSONAL, 52 + weight, _("writes to you personally"));
    return;
  }
  if (c->context->owner_wrote_in_thread && f->is_reply) {
    decide (verdict, HEARTH_CLASS_FYI, 45 + weight, _("answers you"));
    return;
  }
  decide (verdict, HEARTH_CLASS_FYI, (told ? 30 : 38) + weight / 2,
          told ? _("lets you know; nothing is asked") : _("wrote to you"));
}

/**
 * hearth_triage_judge:
 * @verdict: (out caller-allocates): the verdict; clear it with hearth_verdict_clear()
 * @message: the message
 * @features: what hearth_features_extract() saw in it
 * @context: what is known around it
 *
 * Judges a message from its features by rules. Pure: reads nothing but its arguments, and the
 * owner's locale for the reason.
 */
void
hearth_triage_judge (HearthVerdict *verdict, const HearthMessage *message,
                     const HearthFeatures *features, const HearthTriageContext *context)
{
  Case c = { .message = message, .features = features, .context = context };

  memset (verdict, 0, sizeof *verdict);
  for (int which = HEARTH_CUE_ASK; which <= HEARTH_CUE_ASK_TIME; which++)
    c.asks += cue (&c, which);
  c.asks += 2 * features->questions;
  c.promotion = cue (&c, HEARTH_CUE_PROMOTION) + cue (&c, HEARTH_CUE_PITCH);
  c.known = context->history.n_sent > 0 || features->same_domain ||
            (context->owner_wrote_in_thread && features->is_reply);

  if (features->from_owner) {
    verdict->certain = TRUE;
    decide (verdict, HEARTH_CLASS_FYI, 15, _("from yourself"));
    return;
  }
  if ((features->marks & HEARTH_MARK_BOUNCE) != 0 && judge_machine (verdict, &c))
    return;
  if (judge_deceit (verdict, &c) || judge_machine (verdict, &c) || judge_bulk (verdict, &c) ||
      judge_promotion (verdict, &c))
    return;
  judge_person (verdict, &c);
}

/**
 * hearth_triage:
 * @verdict: (out caller-allocates): the verdict; clear it with hearth_verdict_clear()
 * @message: a message with its text
 * @context: what is known around it
 * @model: (nullable): what has been learned
 *
 * Judges a message: hearth_features_extract(), hearth_triage_judge(), then
 * hearth_triage_model_revise().
 */
void
hearth_triage (HearthVerdict *verdict, const HearthMessage *message,
               const HearthTriageContext *context, const HearthTriageModel *model)
{
  HearthFeatures features;

  hearth_features_extract (&features, message, context);
  hearth_triage_judge (verdict, message, &features, context);
  if (model != NULL)
    hearth_triage_model_revise (model, verdict, message, &features);
}
