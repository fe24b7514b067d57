# Prints what Tcl makes of status texts, in the form of dump.c.
#   tclsh dump.tcl FILE...
# The texts run in a safe interpreter whose `set` only records. NUL characters are shown as U+FFFD, as libproto's texts
# end at a NUL.

proc hex {text} {
    return " [binary encode hex [encoding convertto utf-8 [string map {\0 \ufffd} $text]]]"
}

proc is_key {element} {
    return [regexp {^-[^ \t\n\v\f\r]*$} $element]
}

proc group_lines {list} {
    set lines {}
    if {[llength $list] % 2 != 0} {
        error "a key has no value"
    }
    foreach {key value} $list {
        if {![is_key $key]} {
            error "no key: $key"
        }
        append lines "key[hex [string range $key 1 end]][hex $value]\n"
    }
    return "group\n$lines"
}

proc section_lines {name list} {
    set lines "section[hex $name]\n"
    if {[llength $list] > 0 && [is_key [lindex $list 0]]} {
        return $lines[group_lines $list]
    }
    foreach group $list {
        append lines [group_lines $group]
    }
    return $lines
}

proc record {name list} {
    global sections
    if {![regexp {^machineStatus\((.+)\)$} $name all section]} {
        error "not a section: $name"
    }
    dict set sections $section [section_lines $section $list]
}

proc text_lines {text} {
    global sections
    set sections {}
    set reader [interp create -safe]
    interp hide $reader set
    interp alias $reader set {} record
    try {
        interp eval $reader $text
        return "text\n[join [dict values $sections] {}]"
    } on error {} {
        return "refused\n"
    } finally {
        interp delete $reader
    }
}

foreach path $argv {
    set file [open $path rb]
    puts -nonewline [text_lines [encoding convertfrom utf-8 [read $file]]]
    close $file
}
