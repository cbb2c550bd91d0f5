/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-thrift.h"

#include <glib/gi18n.h>

static const char *const names[] = { "none", "metered", "battery" };

/**
 * hearth_thrift_to_string:
 * @thrift: a reason
 *
 * Returns: (transfer none): its name in the store and in JSON
 */
const char *
hearth_thrift_to_string (HearthThrift thrift)
{
  g_return_val_if_fail ((guint) thrift < G_N_ELEMENTS (names), names[0]);
  return names[thrift];
}

/**
 * hearth_thrift_from_string:
 * @name: (nullable): a name
 *
 * Returns: what it names; %HEARTH_THRIFT_NONE for any other
 */
HearthThrift
hearth_thrift_from_string (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    if (g_strcmp0 (names[i], name) == 0)
      return (HearthThrift) i;
  }
  return HEARTH_THRIFT_NONE;
}

/**
 * hearth_thrift_get_sentence:
 * @thrift: a reason
 *
 * Returns: (transfer none): what waits and why, a line for a person; "" if nothing does
 */
const char *
hearth_thrift_get_sentence (HearthThrift thrift)
{
  switch (thrift) {
  case HEARTH_THRIFT_METERED:
    return _("Older mail waits: the network is metered");
  case HEARTH_THRIFT_BATTERY:
    return _("Older mail waits: the battery is low");
  case HEARTH_THRIFT_NONE:
  default:
    return "";
  }
}
