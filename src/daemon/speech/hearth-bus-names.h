/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HearthBusNamesFunc:
 * @user_data: the caller's
 *
 * A name has come or gone.
 */
typedef void (*HearthBusNamesFunc) (gpointer user_data);

typedef struct _HearthBusNames HearthBusNames;

HearthBusNames *hearth_bus_names_new      (HearthBusNamesFunc func,
                                           gpointer user_data) G_GNUC_WARN_UNUSED_RESULT;
HearthBusNames *hearth_bus_names_ref      (HearthBusNames *self) G_GNUC_WARN_UNUSED_RESULT;
void            hearth_bus_names_unref    (HearthBusNames *self);
void            hearth_bus_names_close    (HearthBusNames *self);
void            hearth_bus_names_set      (HearthBusNames *self, GDBusConnection *bus,
                                           const char *name, gboolean member);
gboolean        hearth_bus_names_is_empty (HearthBusNames *self);
void            hearth_bus_names_send     (HearthBusNames *self, const char *path,
                                           const char *interface, const char *signal,
                                           GVariant *parameters);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthBusNames, hearth_bus_names_unref)

G_END_DECLS
