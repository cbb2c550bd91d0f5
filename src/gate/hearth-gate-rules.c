/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-gate-rules.h"

#include <glib/gi18n.h>

#include "hearth-gate.h"

/* The whole of what the gate decides, as a table. What a row does not allow does not happen. */

typedef enum {
  CARD_NEVER,
  CARD_IF_EXTERNAL,
  CARD_ALWAYS,
} CardWhen;

typedef struct {
  gboolean recipients; /* all of them the owner's word or known */
  gboolean sender;     /* the sender of the mail known, or named by the owner */
  gboolean targets;    /* mails and events only that the owner's words led to */
  gboolean text;       /* no link, address or code that others wrote */
  CardWhen card;
} Row;

#define YES TRUE
#define NO FALSE

/* Alone; and where others hear of it. */
/* clang-format off */
static const Row rows[HEARTH_N_VERBS][2] = {
  /*                              recipients sender targets text card */
  [HEARTH_VERB_REPLY] =        { { YES,      YES,   YES,    YES, CARD_ALWAYS },
                                 { YES,      YES,   YES,    YES, CARD_ALWAYS } },
  [HEARTH_VERB_SEND] =         { { YES,      NO,    NO,     YES, CARD_ALWAYS },
                                 { YES,      NO,    NO,     YES, CARD_ALWAYS } },
  [HEARTH_VERB_DRAFT] =        { { YES,      YES,   YES,    NO,  CARD_NEVER },
                                 { YES,      YES,   YES,    NO,  CARD_NEVER } },
  [HEARTH_VERB_CREATE_EVENT] = { { NO,       NO,    NO,     NO,  CARD_IF_EXTERNAL },
                                 { YES,      NO,    NO,     YES, CARD_ALWAYS } },
  [HEARTH_VERB_MOVE_EVENT] =   { { NO,       NO,    YES,    NO,  CARD_IF_EXTERNAL },
                                 { YES,      NO,    YES,    NO,  CARD_ALWAYS } },
  [HEARTH_VERB_CANCEL_EVENT] = { { NO,       NO,    YES,    NO,  CARD_IF_EXTERNAL },
                                 { YES,      NO,    YES,    NO,  CARD_ALWAYS } },
  [HEARTH_VERB_INVITE] =       { { YES,      NO,    YES,    YES, CARD_ALWAYS },
                                 { YES,      NO,    YES,    YES, CARD_ALWAYS } },
  [HEARTH_VERB_RESPOND] =      { { YES,      NO,    YES,    NO,  CARD_ALWAYS },
                                 { YES,      NO,    YES,    NO,  CARD_ALWAYS } },
  [HEARTH_VERB_ARCHIVE] =      { { NO,       NO,    YES,    NO,  CARD_IF_EXTERNAL },
                                 { NO,       NO,    YES,    NO,  CARD_IF_EXTERNAL } },
  [HEARTH_VERB_TRASH] =        { { NO,       NO,    YES,    NO,  CARD_ALWAYS },
                                 { NO,       NO,    YES,    NO,  CARD_ALWAYS } },
  [HEARTH_VERB_FLAG] =         { { NO,       NO,    YES,    NO,  CARD_IF_EXTERNAL },
                                 { NO,       NO,    YES,    NO,  CARD_IF_EXTERNAL } },
  [HEARTH_VERB_REMIND] =       { { NO,       NO,    NO,     NO,  CARD_IF_EXTERNAL },
                                 { NO,       NO,    NO,     NO,  CARD_IF_EXTERNAL } },
  [HEARTH_VERB_REMEMBER] =     { { NO,       NO,    NO,     NO,  CARD_IF_EXTERNAL },
                                 { NO,       NO,    NO,     NO,  CARD_IF_EXTERNAL } },
};
/* clang-format on */

#undef YES
#undef NO

static HearthRefusal
find_refusal (const HearthCase *input, const Row *row)
{
  if (input->n_planned == 0)
    return HEARTH_REFUSAL_NOT_PLANNED;
  if (input->n == 0 || input->n > input->n_planned || input->n_used > input->n_planned - input->n)
    return HEARTH_REFUSAL_COUNT;
  if (row->targets && input->targets >= HEARTH_INTEGRITY_EXTERNAL)
    return HEARTH_REFUSAL_TARGET;
  if (row->sender && !input->sender_is_known)
    return HEARTH_REFUSAL_STRANGER;
  if (row->recipients && input->recipients >= HEARTH_INTEGRITY_EXTERNAL)
    return HEARTH_REFUSAL_RECIPIENT;
  if (row->text && input->text >= HEARTH_INTEGRITY_EXTERNAL)
    return HEARTH_REFUSAL_TEXT;
  if (input->verb == HEARTH_VERB_TRASH &&
      (input->n > HEARTH_GATE_MAX_TRASH || input->n_trashed > HEARTH_GATE_MAX_TRASH - input->n))
    return HEARTH_REFUSAL_TOO_MANY;
  return HEARTH_REFUSAL_NONE;
}

/**
 * hearth_gate_rule:
 * @input: the case
 * @why: (out): why it is refused, or %HEARTH_REFUSAL_NONE
 *
 * Returns: what happens
 */
HearthRuling
hearth_gate_rule (const HearthCase *input, HearthRefusal *why)
{
  const Row *row;

  *why = HEARTH_REFUSAL_NOT_PLANNED;
  g_return_val_if_fail ((guint) input->verb < HEARTH_N_VERBS, HEARTH_RULING_REFUSED);

  row = &rows[input->verb][input->with_guests ? 1 : 0];
  *why = find_refusal (input, row);
  if (*why != HEARTH_REFUSAL_NONE)
    return HEARTH_RULING_REFUSED;
  if (row->card == CARD_NEVER ||
      (row->card == CARD_IF_EXTERNAL && input->context < HEARTH_INTEGRITY_EXTERNAL))
    return HEARTH_RULING_AT_ONCE;
  if (input->n_cards < HEARTH_GATE_MAX_CARDS)
    return HEARTH_RULING_CARD;
  *why = HEARTH_REFUSAL_CARDS;
  return HEARTH_RULING_REFUSED;
}

/* What a verb is, as the owner says it. */
static const char *
get_deed (HearthVerb verb)
{
  switch (verb) {
  case HEARTH_VERB_REPLY:
    return _("to answer a mail");
  case HEARTH_VERB_SEND:
    return _("to send a mail");
  case HEARTH_VERB_DRAFT:
    return _("to write a draft");
  case HEARTH_VERB_CREATE_EVENT:
    return _("to make an event");
  case HEARTH_VERB_MOVE_EVENT:
    return _("to move an event");
  case HEARTH_VERB_CANCEL_EVENT:
    return _("to cancel an event");
  case HEARTH_VERB_INVITE:
    return _("to invite somebody");
  case HEARTH_VERB_RESPOND:
    return _("to answer an invitation");
  case HEARTH_VERB_ARCHIVE:
    return _("to archive mail");
  case HEARTH_VERB_TRASH:
    return _("to move mail to the trash");
  case HEARTH_VERB_FLAG:
    return _("to flag mail");
  case HEARTH_VERB_REMIND:
    return _("to set a reminder");
  case HEARTH_VERB_REMEMBER:
  default:
    return _("to remember something");
  }
}

/**
 * hearth_refusal_dup_sentence:
 * @why: why a call is refused
 * @verb: what was to be done
 * @detail: (nullable): the address, the mail or the text that it is about
 *
 * Returns: (transfer full): a sentence for the owner, which tells a model as well what it may do
 */
char *
hearth_refusal_dup_sentence (HearthRefusal why, HearthVerb verb, const char *detail)
{
  const char *what = detail != NULL ? detail : "";

  switch (why) {
  case HEARTH_REFUSAL_NOT_PLANNED:
    /* Translators: %s is "to send a mail" or the like */
    return g_strdup_printf (_("You did not ask %s, so it was not done."), get_deed (verb));
  case HEARTH_REFUSAL_COUNT:
    return g_strdup_printf (_("You did not ask %s so many times, so it was not done again."),
                            get_deed (verb));
  case HEARTH_REFUSAL_RECIPIENT:
    /* Translators: %s is an address or a name */
    return g_strdup_printf (
        _("Nothing goes to “%s”: you did not write that address here, and it is "
           "of nobody whom you know and named. Write the address yourself if "
           "you mean it."),
        what);
  case HEARTH_REFUSAL_STRANGER:
    return g_strdup_printf (
        _("“%s” is nobody you know, and you did not name them. Name the person "
           "or write the address if you mean them."),
        what);
  case HEARTH_REFUSAL_TARGET:
    return g_strdup_printf (_("“%s” is not what you asked about: other people’s words led to it. "
                               "Name it yourself if you mean it."),
                            what);
  case HEARTH_REFUSAL_TEXT:
    return g_strdup_printf (_("“%s” comes from other people’s words, and links, addresses and "
                               "codes of others are not passed on. Write it yourself if you want "
                               "it sent, or leave it out."),
                            what);
  case HEARTH_REFUSAL_TOO_MANY:
    return g_strdup_printf (_("At most %d mails go to the trash at a time."),
                            HEARTH_GATE_MAX_TRASH);
  case HEARTH_REFUSAL_CARDS:
    return g_strdup_printf (_("%d proposals are enough for one answer. Decide on these first."),
                            HEARTH_GATE_MAX_CARDS);
  case HEARTH_REFUSAL_NONE:
  default:
    return g_strdup ("");
  }
}
