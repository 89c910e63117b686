package guard

import (
	"runtime"
	"strconv"
	"strings"

	"nyckeltal/load/engine"
)

// settings are what a statement runs with: the policy's limits, and what the client may choose itself, within them.
func (p *policy) settings(wanted []engine.Setting) ([]engine.Setting, error) {
	limits := []engine.Setting{
		{Name: "max_execution_time", Value: strconv.FormatFloat(p.Time.Seconds(), 'f', -1, 64)},
		{Name: "max_memory_usage", Value: strconv.FormatInt(p.Memory, 10)},
		{Name: "max_result_rows", Value: strconv.FormatInt(p.Rows, 10)},
		{Name: "max_threads", Value: strconv.Itoa(runtime.NumCPU())},
		{Name: "result_overflow_mode", Value: "throw"},
		{Name: "max_bytes_before_external_group_by", Value: strconv.FormatInt(p.Memory/2, 10)},
		{Name: "max_bytes_before_external_sort", Value: strconv.FormatInt(p.Memory/2, 10)},
		{Name: "max_temporary_data_on_disk_size_for_query", Value: strconv.FormatInt(4*p.Memory, 10)},
		{Name: "max_hyperscan_regexp_length", Value: "1000"},
		{Name: "max_hyperscan_regexp_total_length", Value: "10000"},
		{Name: "allow_ddl", Value: "0"},
		{Name: "allow_introspection_functions", Value: "0"},
	}
	for _, s := range wanted {
		limited, err := p.choose(limits, s)
		if err != nil {
			return nil, err
		}
		limits = limited
	}
	return limits, nil
}

// choose adds a client's setting, or lowers the limit of that name to it.
func (p *policy) choose(settings []engine.Setting, s engine.Setting) ([]engine.Setting, error) {
	switch {
	case limited[s.Name]:
		return lower(settings, s)
	case chosen[s.Name], anyPrefix(s.Name, chosenPrefixes) && !dangerous[s.Name]:
		return append(settings, s), nil
	case s.Name == "readonly" && (s.Value == "1" || s.Value == "2"), ignored[s.Name], anyPrefix(s.Name, ignoredPrefixes):
		return settings, nil // what a reader cannot make use of
	}
	return nil, refuse(codeSettingConstraint, "Setting %s should not be changed: settings of the output, of dates and of joins may be, and limits may be lowered", s.Name)
}

// limited may be lowered.
var limited = map[string]bool{"max_execution_time": true, "max_memory_usage": true, "max_result_rows": true, "max_threads": true}

// lower sets a limit to the client's value where that is lower. 0 means no limit of the client's own.
func lower(settings []engine.Setting, s engine.Setting) ([]engine.Setting, error) {
	value, err := strconv.ParseFloat(s.Value, 64)
	if err != nil || value < 0 {
		return nil, refuse(codeSettingConstraint, "Setting %s is %q, not a number", s.Name, s.Value)
	}
	for i := range settings {
		if limit, _ := strconv.ParseFloat(settings[i].Value, 64); settings[i].Name == s.Name && value > 0 && value < limit {
			settings[i].Value = s.Value
		}
	}
	return settings, nil
}

// chosen may be set to anything.
var chosen = setOf(`session_timezone join_use_nulls join_algorithm group_by_use_nulls union_default_mode intersect_default_mode except_default_mode
	extremes totals_mode max_block_size max_rows_to_read max_bytes_to_read max_result_bytes aggregate_functions_null_for_empty
	prefer_column_name_to_alias transform_null_in cast_keep_nullable data_type_default_nullable any_join_distinct_right_table_keys
	joined_subquery_requires_alias short_circuit_function_evaluation limit offset final log_comment use_uncompressed_cache`, " ")

var chosenPrefixes = []string{"output_format_", "format_csv_", "format_tsv_", "date_time_", "bool_"}

// dangerous have a prefix of those that may be chosen, and would write a file.
var dangerous = map[string]bool{"output_format_schema": true}

// ignored are of writing or of the connection, and clients send them with every statement.
var ignored = setOf(`async_insert max_insert_block_size max_query_size mutations_sync session_timeout receive_timeout send_timeout connect_timeout
	log_queries cancel_http_readonly_queries_on_client_close result_overflow_mode timeout_overflow_mode`, " ")

var ignoredPrefixes = []string{"http_", "insert_", "input_format_", "async_insert_", "wait_for_", "send_progress_", "network_"}

func anyPrefix(s string, prefixes []string) bool {
	for _, prefix := range prefixes {
		if strings.HasPrefix(s, prefix) {
			return true
		}
	}
	return false
}
