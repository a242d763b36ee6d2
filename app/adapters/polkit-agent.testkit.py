#!/usr/bin/python3
# For tests only: a polkit authentication agent, run as root, that answers for the person. Arguments: PID of the program that
# asks, and yes, no, cancel or wait. Prints a line for each thing that happens.
import os
import sys

import dbus
import dbus.mainloop.glib
import dbus.service
from gi.repository import GLib

POLKIT = 'org.freedesktop.PolicyKit1'
AGENT = POLKIT + '.AuthenticationAgent'

dbus.mainloop.glib.DBusGMainLoop(set_as_default=True)
pid, answer = int(sys.argv[1]), sys.argv[2]
bus = dbus.SystemBus()
authority = dbus.Interface(bus.get_object(POLKIT, '/org/freedesktop/PolicyKit1/Authority'), POLKIT + '.Authority')


def say(*words):
    print(*words, flush=True)


class Agent(dbus.service.Object):
    @dbus.service.method(AGENT, in_signature='sssa{ss}sa(sa{sv})', async_callbacks=('done', 'fail'))
    def BeginAuthentication(self, action, message, icon, details, cookie, identities, done, fail):
        say('begin', action)
        kind, about = identities[0]
        if answer == 'yes':
            authority.AuthenticationAgentResponse2(dbus.UInt32(os.getuid()), cookie, (kind, about))
        if answer == 'cancel':
            fail(dbus.DBusException('no', name=POLKIT + '.Error.Cancelled'))
        elif answer != 'wait':
            done()

    @dbus.service.method(AGENT, in_signature='s')
    def CancelAuthentication(self, cookie):
        say('cancelled')


agent = Agent(bus, '/agent')
start = int(open(f'/proc/{pid}/stat').read().rsplit(')', 1)[1].split()[19])
uid = os.stat(f'/proc/{pid}').st_uid
subject = {'pid': dbus.UInt32(pid), 'start-time': dbus.UInt64(start), 'uid': dbus.Int32(uid)}
authority.RegisterAuthenticationAgent(('unix-process', subject), 'C', '/agent')
say('registered')
GLib.MainLoop().run()
