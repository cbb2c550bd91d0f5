/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"

#include "hearth-evidence.h"
#include "hearth-mime.h"
#include "hearth-summary.h"
#include "hearth-triage-model.h"

#include <string.h>

static void
check_cb (guint32 hash, HearthEvidenceKind kind, const char *text, gsize length, gpointer user_data)
{
  g_assert (length <= 200 && text != NULL);
}

/* Any bytes as a mail that is judged: a class, a priority within its bounds, a reason in words, and
 * a summary of valid text that is not longer than it may be. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static HearthTriageModel *model;
  g_autoptr (HearthMessage) message = hearth_mime_parse_bytes (data, size, 1715000000);
  g_autoptr (GPtrArray) owner = g_ptr_array_new ();
  HearthTriageContext context = { .owner = owner, .now = G_GINT64_CONSTANT (1715760000) };
  g_auto (HearthVerdict) verdict = { 0 };
  g_autofree char *summary = NULL;
  HearthFeatures features;

  if (model == NULL)
    model = hearth_triage_model_new_shipped ();
  if (message == NULL)
    return 0;
  g_ptr_array_add (owner, (gpointer) "nora@lind.example");
  hearth_features_extract (&features, message, &context);
  hearth_evidence_foreach (message, &features, HEARTH_EVIDENCE_MAX, check_cb, NULL);
  hearth_triage (&verdict, message, &context, model);
  g_assert ((guint) verdict.klass < HEARTH_N_CLASSES);
  g_assert (verdict.priority >= 0 && verdict.priority <= 100);
  g_assert (verdict.reason != NULL && g_utf8_validate (verdict.reason, -1, NULL));
  summary = hearth_summary_of_message (message);
  g_assert (g_utf8_validate (summary, -1, NULL) && strlen (summary) <= 2 * HEARTH_SUMMARY_MAX);
  return 0;
}
