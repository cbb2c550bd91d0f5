/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-finding.h"

static const char *const kinds[HEARTH_N_FINDINGS] = {
  "ask",    "question", "promise", "request", "pledge",   "delivery",
  "flight", "booking",  "invoice", "code",    "proposal",
};

static const char *const states[] = { "open", "settled", "done", "dismissed" };

/**
 * hearth_finding_new:
 * @kind: what was found
 * @text: what it is, in words
 * @start: where it begins in the message's text, in bytes
 * @length: how long that is, in bytes
 *
 * Returns: (transfer full): a finding that is open
 */
HearthFinding *
hearth_finding_new (HearthFindingKind kind, const char *text, gsize start, gsize length)
{
  HearthFinding *self = g_new0 (HearthFinding, 1);

  self->kind = kind;
  self->text = g_strdup (text);
  self->start = start;
  self->length = length;
  return self;
}

/**
 * hearth_finding_copy:
 * @self: a finding
 *
 * Returns: (transfer full): another one like it
 */
HearthFinding *
hearth_finding_copy (const HearthFinding *self)
{
  HearthFinding *copy = g_memdup2 (self, sizeof *self);

  copy->text = g_strdup (self->text);
  copy->value = g_strdup (self->value);
  copy->place = g_strdup (self->place);
  return copy;
}

/**
 * hearth_finding_free:
 * @self: (nullable) (transfer full): a finding
 */
void
hearth_finding_free (HearthFinding *self)
{
  if (self == NULL)
    return;
  g_free (self->text);
  g_free (self->value);
  g_free (self->place);
  g_free (self);
}

/**
 * hearth_finding_kind_to_string:
 * @kind: a kind
 *
 * Returns: its name for programs
 */
const char *
hearth_finding_kind_to_string (HearthFindingKind kind)
{
  g_return_val_if_fail (kind < HEARTH_N_FINDINGS, "");

  return kinds[kind];
}

static gboolean
find_name (const char *const *names, guint n_names, const char *name, guint *index)
{
  for (guint i = 0; i < n_names; i++) {
    if (g_str_equal (names[i], name)) {
      *index = i;
      return TRUE;
    }
  }
  return FALSE;
}

/**
 * hearth_finding_kind_from_string:
 * @name: a name for programs
 * @kind: (out): its kind
 *
 * Returns: whether there is such a kind
 */
gboolean
hearth_finding_kind_from_string (const char *name, HearthFindingKind *kind)
{
  guint index;

  if (!find_name (kinds, G_N_ELEMENTS (kinds), name, &index))
    return FALSE;
  *kind = (HearthFindingKind) index;
  return TRUE;
}

/**
 * hearth_finding_state_to_string:
 * @state: a state
 *
 * Returns: its name for programs
 */
const char *
hearth_finding_state_to_string (HearthFindingState state)
{
  g_return_val_if_fail (state < G_N_ELEMENTS (states), "");

  return states[state];
}

/**
 * hearth_finding_state_from_string:
 * @name: a name for programs
 * @state: (out): the state
 *
 * Returns: whether there is such a state
 */
gboolean
hearth_finding_state_from_string (const char *name, HearthFindingState *state)
{
  guint index;

  if (!find_name (states, G_N_ELEMENTS (states), name, &index))
    return FALSE;
  *state = (HearthFindingState) index;
  return TRUE;
}
